// The fields of a filing and the body they make. Pure: staff and public forms share it.

import { fieldsOf } from './fields.js'

const field = (name, kind, title, more) => ({ name, kind, title, hint: '', options: [], required: false, ...more })

function choiceOrFixed(name, title, options, group) {
  return options.length > 1 ? [field(name, 'choice', title, { options, required: true, group })] : []
}

/** categoryFields: the type, and below it the finer kinds where there are any. */
export function categoryFields(policy, raw, t, group) {
  const finer = policy.subcategories(raw.top)
  return [
    field('top', 'choice', t('case.category'), { options: policy.categories, required: true, path: 'category', group }),
    ...(finer.length ? [field('below', 'choice', t('file.subcategory'), { options: finer, required: true, group })] : []),
  ]
}

/** categoryOf is the code of the finer kind, which holds its type's; a finer kind left over from another type does not count. */
export function categoryOf(policy, raw) {
  const finer = policy.subcategories(raw.top)
  return finer.some((s) => s.id === raw.below) ? raw.below : raw.top
}

function intakeFields(policy, t) {
  return fieldsOf(policy.form('intake')).map((f) => ({ ...f, name: `data.${f.name}`, path: `data.${f.name}`, group: t('file.details') }))
}

/** staffFields are what a member of staff fills in; raw decides which channels and finer kinds there are. */
export function staffFields(policy, raw, t, { rehearsal } = {}) {
  const how = t('file.how')
  return [
    ...choiceOrFixed('kind', t('case.kind'), policy.kinds, how),
    ...choiceOrFixed('source', t('case.source'), policy.sources, how),
    field('channel', 'choice', t('case.channel'), { options: policy.channelsOf(sourceOf(policy, raw)), required: true, group: how }),
    field('received_at', 'datetime', t('file.received_at'), { hint: t('file.received_hint'), group: how }),
    ...categoryFields(policy, raw, t, t('file.what')),
    ...choiceOrFixed('severity', t('case.severity'), policy.severities, t('file.what')),
    field('subject', 'text', t('case.subject'), { required: true, maxLength: 200, group: t('file.what') }),
    field('content', 'longtext', t('case.content'), { required: true, maxLength: 20_000, group: t('file.what') }),
    ...intakeFields(policy, t),
    ...complainantFields(t),
    field('unit', 'unit', t('file.unit'), { hint: t('file.unit_hint'), path: 'respondents', group: t('party.respondent') }),
    field('person', 'person', t('file.person'), { group: t('party.respondent') }),
    field('other', 'text', t('file.other'), { maxLength: 100, group: t('party.respondent') }),
    ...(rehearsal ? [field('clock', 'datetime', t('file.clock'), { hint: t('file.clock_hint'), group: t('rehearsal.title') })] : []),
  ]
}

function complainantFields(t) {
  const group = t('party.complainant')
  return [
    field('name', 'text', t('party.name'), { required: true, maxLength: 100, path: 'complainant.name', group, autocomplete: 'off' }),
    field('phone', 'text', t('party.phone'), { maxLength: 40, path: 'complainant.phone', group, autocomplete: 'off' }),
    field('address', 'text', t('party.address'), { maxLength: 200, path: 'complainant.address', group, autocomplete: 'off' }),
  ]
}

function sourceOf(policy, raw) {
  return policy.sources.length === 1 ? policy.sources[0].id : raw.source
}

function respondentsOf(raw) {
  return [
    raw.unit && { kind: 'unit', id: raw.unit },
    raw.person && { kind: 'person', id: raw.person },
    raw.other?.trim() && { kind: 'text', name: raw.other.trim() },
  ].filter(Boolean)
}

/** intakeData picks the intake form's own fields out of all that was collected. */
function intakeData(data) {
  const own = Object.entries(data).filter(([name]) => name.startsWith('data.'))
  return Object.fromEntries(own.map(([name, value]) => [name.slice('data.'.length), value]))
}

function withoutEmpty(body) {
  return Object.fromEntries(Object.entries(body).filter(([, v]) => v !== undefined && v !== ''))
}

/** staffBody is the body of POST /cases. */
export function staffBody(policy, data, raw) {
  return withoutEmpty({
    policy: policy.id, kind: data.kind, source: sourceOf(policy, data), channel: data.channel,
    category: categoryOf(policy, data), severity: data.severity, subject: data.subject, content: data.content,
    complainant: withoutEmpty({ name: data.name, phone: data.phone, address: data.address }), respondents: respondentsOf(raw),
    received_at: data.received_at, clock: data.clock, data: intakeData(data),
  })
}

/** publicFields are what a complainant fills in. */
export function publicFields(policy, raw, t) {
  return [
    ...choiceOrFixed('kind', t('case.kind'), policy.kinds, t('file.what')),
    ...categoryFields(policy, raw, t, t('file.what')),
    field('subject', 'text', t('case.subject'), { required: true, maxLength: 200, group: t('file.what') }),
    field('content', 'longtext', t('case.content'), { required: true, maxLength: 20_000, group: t('file.what') }),
    ...intakeFields(policy, t),
    field('other', 'text', t('public.against'), { maxLength: 100, group: t('party.respondent') }),
    ...complainantFields(t).map((f) => ({ ...f, group: t('public.you'), autocomplete: { name: 'name', phone: 'tel', address: 'street-address' }[f.name] })),
  ]
}

/** publicBody is the body of POST /public/complaints: nothing but what its user was asked. */
export function publicBody(policy, data, raw) {
  return withoutEmpty({
    policy: policy.id, kind: data.kind, category: categoryOf(policy, data), subject: data.subject, content: data.content,
    complainant: withoutEmpty({ name: data.name, phone: data.phone, address: data.address }), respondents: respondentsOf({ other: raw.other }),
    data: intakeData(data),
  })
}
