// Policies as the screens need them: one shape whatever container the interface uses, and titles for codes.

import { get, seg } from './api.js'

/** entries reads a list whose items are named by id, code or clause, or a map by id, as a list of {id, title, …}. */
export function entries(value) {
  if (Array.isArray(value)) return value.map((v) => ({ ...v, id: v.id ?? v.code ?? v.clause ?? v.command }))
  return Object.entries(value ?? {}).map(([id, v]) => (typeof v === 'object' && v !== null ? { ...v, id } : { id, title: v ?? id }))
}

export function titleIn(list, id) {
  return list.find((e) => e.id === id)?.title ?? id ?? ''
}

/** view makes a policy answer, of staff or of the public form, into titles and lists. */
export function view(p) {
  const lists = Object.fromEntries(['roles', 'kinds', 'sources', 'categories', 'severities', 'steps', 'clauses', 'messages']
    .map((name) => [name, entries(p[name])]))
  const find = (list, id) => lists[list].find((e) => e.id === id)
  const subcategories = (top) => entries(find('categories', top)?.kinds)
  return {
    ...lists, subcategories, id: p.id, version: p.version, title: p.title ?? p.id, forms: p.forms ?? {},
    form: (name) => p.forms?.[name] ?? (name === 'intake' ? p.form : undefined),
    guidance: p.intake?.guidance ?? p.guidance ?? [], defaultSeverity: p.default_severity ?? '',
    filedBy: p.intake?.by ?? [],
    channelsOf: (source) => entries(find('sources', source)?.channels),
    categoryTitle: (code) => categoryTitle(lists.categories, subcategories, code),
    clauseGist: (id) => find('clauses', id)?.gist ?? '',
    step: (id) => find('steps', id),
    outcomeTitle: (step, outcome) => titleIn(entries(find('steps', step)?.outcomes), outcome),
  }
}

/** categoryTitle writes damage.wet as 货损·货物潮湿. */
function categoryTitle(categories, subcategories, code) {
  const top = String(code ?? '').split('.')[0]
  const found = categories.find((c) => c.id === top)
  if (!found) return code ?? ''
  return top === code ? found.title : `${found.title}·${titleIn(subcategories(top), code)}`
}

const cache = new Map()

function once(key, read) {
  if (!cache.has(key)) cache.set(key, read().catch((error) => { cache.delete(key); throw error }))
  return cache.get(key)
}

/** policy is one pinned version, read once: it never changes. */
export function policy(id, version) {
  return once(`${id}@${version ?? ''}`, async () => view(await get(`/policies/${seg(id)}`, { version })))
}

/** policiesInForce lists the policies in force. */
export function policiesInForce() {
  return once('all', async () => {
    const page = await get('/policies')
    return (page.items ?? []).map(view)
  })
}

export function units() {
  return once('units', async () => {
    const page = await get('/units')
    return (page.items ?? []).map((u) => ({ ...u, title: u.name ?? u.id }))
  })
}

/** forget what was read for one person, before another signs in. */
export function forgetPolicies() {
  cache.clear()
}
