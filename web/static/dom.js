// Elements from data. Strings always become text nodes, so nothing that came from a person is ever markup.

function append(parent, child) {
  if (child === null || child === undefined || child === false) return
  if (Array.isArray(child)) return child.forEach((c) => append(parent, c))
  parent.append(child instanceof Node ? child : document.createTextNode(String(child)))
}

function assign(element, name, value) {
  if (value === null || value === undefined || value === false) return
  if (name.startsWith('on')) return element.addEventListener(name.slice(2), value)
  element.setAttribute(name, value === true ? '' : String(value))
}

/** h('a', {href: '#/', class: 'x', onclick: f}, 'text', child…) makes an element. */
export function h(tag, attributes, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes ?? {})) assign(element, name, value)
  append(element, children)
  return element
}

/** replace puts children in the place of all that the element holds. */
export function replace(element, ...children) {
  element.replaceChildren()
  append(element, children)
  return element
}

let serial = 0

/** uniqueId names an element so that a label or description can point to it. */
export function uniqueId(prefix) {
  serial += 1
  return `${prefix}-${serial}`
}

/** pairs is a definition list; entries whose value is empty are left out. */
export function pairs(entries) {
  const shown = entries.filter(([, value]) => value !== '' && value !== null && value !== undefined)
  return h('dl', { class: 'pairs' }, shown.map(([name, value]) => [h('dt', null, name), h('dd', null, value)]))
}

/** section is a titled part of a page. */
export function section(title, attributes, ...children) {
  const id = uniqueId('section')
  return h('section', { 'aria-labelledby': id, ...attributes, class: `card ${attributes?.class ?? ''}` },
    h('h2', { id }, title), children)
}

export function button(label, onclick, attributes) {
  return h('button', { type: 'button', onclick, ...attributes }, label)
}
