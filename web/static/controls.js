// One control per kind of field. Each takes what the draft holds and tells what is typed, always as a string.

import { h, button } from './dom.js'
import { t } from './language.js'
import { list } from './api.js'

function select(field, value, options, attributes, set) {
  const known = value && !options.some((o) => o.id === value)
  const element = h('select', attributes,
    h('option', { value: '' }, field.required ? t('form.choose') : t('form.none')),
    known && h('option', { value }, value),
    options.map((o) => h('option', { value: o.id }, o.title)))
  element.value = value
  element.addEventListener('change', () => set(element.value))
  return element
}

function input(type, extra) {
  return (field, value, attributes, set) => {
    const element = h('input', { type, value, maxlength: field.maxLength, ...extra, ...attributes })
    element.addEventListener('input', () => set(element.value))
    return element
  }
}

function textarea(field, value, attributes, set) {
  const element = h('textarea', { rows: 4, maxlength: field.maxLength, ...attributes }, value)
  element.addEventListener('input', () => set(element.value))
  return element
}

function radios(field, value, options, attributes, set) {
  return h('div', { class: 'radios', id: attributes.id, role: 'radiogroup', 'aria-labelledby': attributes['aria-labelledby'],
    'aria-describedby': attributes['aria-describedby'], tabindex: '-1' },
    options.map((o) => {
      const one = h('input', { type: 'radio', name: `${attributes.id}-choice`, value: o.id })
      one.checked = o.id === value
      one.addEventListener('change', () => set(o.id))
      return h('label', { class: 'radio' }, one, h('span', null, o.title))
    }))
}

function choice(field, value, attributes, set) {
  const options = field.options
  if (options.length > 0 && options.length <= 4 && field.required) return radios(field, value, options, attributes, set)
  return select(field, value, options, attributes, set)
}

function yesNo(field, value, attributes, set) {
  const options = [{ id: 'true', title: t('form.yes') }, { id: 'false', title: t('form.no') }]
  if (!field.required) options.push({ id: '', title: t('form.unsaid') })
  return radios(field, value, options, attributes, set)
}

function money(field, value, attributes, set) {
  const typed = input('text', { inputmode: 'decimal' })(field, value, attributes, set)
  return h('div', { class: 'money' }, typed, h('span', { 'aria-hidden': 'true' }, t('form.yuan')))
}

/** unit waits for the list of units; until then what the draft holds can be seen and not be lost. */
function unit(field, value, attributes, set, context) {
  const element = select(field, value, [], attributes, set)
  context.units?.().then((units) => {
    const chosen = element.value
    const full = select(field, chosen, units, attributes, set)
    element.replaceChildren(...full.childNodes)
    element.value = chosen
  }).catch(() => element.append(h('option', { value: '', disabled: true }, t('form.units_failed'))))
  return element
}

/** person searches the directory by name; the draft keeps the name beside the id so that it can be shown again. */
function person(field, value, attributes, set, context) {
  const kept = context.draft(`${field.name}__title`)
  const found = select(field, value, value ? [{ id: value, title: kept || value }] : [], attributes, (id) => {
    context.keep(`${field.name}__title`, found.selectedOptions[0]?.textContent ?? '')
    set(id)
  })
  const status = h('p', { class: 'hint', role: 'status' })
  let latest = 0
  const search = h('input', { type: 'text', inputmode: 'search', placeholder: t('form.find_person'), autocomplete: 'off',
    'aria-label': t('form.find_person_for', { title: field.title }), disabled: attributes.disabled })
  search.addEventListener('input', () => {
    const turn = (latest += 1)
    setTimeout(async () => {
      const q = search.value.trim()
      if (turn !== latest || q === '') return
      try {
        const people = (await list('/people', { q })).items
        if (turn !== latest) return
        found.replaceChildren(h('option', { value: '' }, t('form.choose')),
          ...people.map((p) => h('option', { value: p.id }, [p.name ?? p.id, p.unit_name ?? p.unit].filter(Boolean).join(' · '))))
        found.value = ''
        set('')
        status.textContent = t('form.found', { n: people.length })
      } catch (error) {
        status.textContent = error.detail || t('problem.unreached')
      }
    }, 250)
  })
  return h('div', { class: 'person' }, search, found, status)
}

/** people gathers several persons, found one by one; the draft keeps their names. */
function people(field, value, attributes, set, context) {
  const titles = new Map(JSON.parse(context.draft(`${field.name}__titles`) || '[]'))
  let chosen = value ? value.split(',') : []
  const rows = h('ul', { class: 'chosen' })
  function change(next) {
    chosen = next
    context.keep(`${field.name}__titles`, JSON.stringify([...titles]))
    set(chosen.join(','))
    show()
  }
  function show() {
    rows.replaceChildren(...chosen.map((one) => h('li', null, titles.get(one) ?? one, ' ',
      button(t('form.remove'), () => change(chosen.filter((other) => other !== one))))))
  }
  const names = { draft: () => '', keep: (_, title) => { latest = title } }
  let latest = ''
  const finder = person({ ...field, name: `${field.name}__one`, required: false }, '', attributes, (one) => {
    if (!one || chosen.includes(one)) return
    titles.set(one, latest)
    change([...chosen, one])
  }, { ...context, ...names })
  show()
  return h('div', { class: 'people' }, rows, finder)
}

function id(field, value, attributes, set, context) {
  const options = context.choices?.[field.name]
  if (!options) return input('text')(field, value, attributes, set)
  if (!value && options.length === 1 && field.required) {
    set(options[0].id)
    return select(field, options[0].id, options, attributes, set)
  }
  return select(field, value, options, attributes, set)
}

const controls = {
  text: input('text'), longtext: textarea, bool: yesNo, int: input('text', { inputmode: 'numeric' }), money,
  date: input('date'), datetime: input('datetime-local', { step: 60 }), choice, unit, person, people, id,
  password: input('password'),
}

/** grouped: the control is several inputs, which need a name rather than a label. */
export function grouped(field) {
  return field.kind === 'bool' || (field.kind === 'choice' && field.required && field.options.length > 0 && field.options.length <= 4)
}

/** control makes the input of a field. set(value) hears each change; context gives units, choices and the draft. */
export function control(field, value, attributes, set, context) {
  return controls[field.kind](field, value, attributes, set, context)
}
