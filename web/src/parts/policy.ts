// What the codes and ids of a case mean to a reader: codes become titles, ids become names, by one policy version.

import type { Event, Policy } from '../api/queries'
import type { Schemas } from '../api/client'
import { joinList, t, titleOfCode } from '../words/i18n'
import { formatOf } from './formats'
import type { FormSchema, Property } from './formSchema'

type CodedTitle = { code: string; title: string }

/** titleOfCodeIn is the title of a code in a vocabulary, the code itself if it is not there. */
export function titleOfCodeIn(list: CodedTitle[], code: string | null | undefined): string {
  return list.find((e) => e.code === code)?.title ?? code ?? ''
}

/** dispositionTitle is what a regulation calls how a case was closed. */
export function dispositionTitle(policy: { dispositions: CodedTitle[] }, code: string): string {
  return policy.dispositions.find((d) => d.code === code)?.title ?? titleOfCode('disposition', code)
}

/** slipTitle is what a regulation calls a kind of slip. */
export function slipTitle(policy: { slips: CodedTitle[] }, code: string): string {
  return policy.slips.find((s) => s.code === code)?.title ?? titleOfCode('slip', code)
}

/** formSchemaNamed is the schema a form's name stands for in a policy. */
export function formSchemaNamed(policy: Pick<Policy, 'forms'>, name: string | null | undefined): FormSchema | null {
  return name ? ((policy.forms as Record<string, FormSchema>)[name] ?? null) : null
}

export function stepTitle(policy: Policy, step: string | null | undefined): string {
  return policy.steps.find((s) => s.id === step)?.title ?? step ?? ''
}

export function outcomeTitle(policy: Policy, step: string, outcome: string): string {
  return policy.steps.find((s) => s.id === step)?.outcomes.find((o) => o.id === outcome)?.title ?? outcome
}

/** categoryTitle writes damage.wet as 货损·货物潮湿. */
export function categoryTitle(policy: Pick<Policy, 'categories'>, code: string): string {
  const top = code.split('.')[0] ?? ''
  const found = policy.categories.find((c) => c.code === top)
  if (!found) return code
  return top === code ? found.title : `${found.title}·${titleOfCodeIn(found.kinds, code)}`
}

/** gistFinder says what a clause says in short, or what a setting of the organisation is about. */
export function gistFinder(policy: Pick<Policy, 'clauses' | 'settings'>): (id: string) => string {
  return (id) => policy.clauses.find((c) => c.id === id)?.gist ?? policy.settings.find((s) => s.id === id)?.title ?? ''
}

type Seat = { role?: string; unit?: string | null; user?: string | null; title?: string }

/** CaseTexts is what one case's page has read: names by id, and texts by id for those the reader may see. */
export type CaseTexts = { names: Record<string, string>; units: Schemas['UnitView'][]; texts: Record<string, string> }

/** isSealedText says of a form's field that the record holds its value as a sealed text, by id. */
export const isSealedText = (property: Property | undefined): boolean =>
  property?.type === 'string' && !property.oneOf && (property.format === undefined || property.format === 'textarea')

export type CaseFormatter = ReturnType<typeof caseFormatter>

/** caseFormatter shows the values of one case. */
export function caseFormatter(policy: Policy, known: CaseTexts) {
  const properties = new Map<string, Property>() // in the order in which they are asked for
  for (const name of ['intake', ...policy.steps.map((s) => s.form)]) {
    const { properties: asked = {}, 'x-order': order = Object.keys(asked) } = formSchemaNamed(policy, name) ?? {}
    for (const field of order) if (asked[field]) properties.set(field, asked[field])
  }
  const place = new Map([...properties.keys()].map((field, i) => [field, i]))

  const unitName = (id: string | null | undefined) => known.units.find((u) => u.id === id)?.name ?? id ?? ''

  function actor(id: string | null | undefined): string {
    if (id === 'system') return t('actor.system')
    if (id === 'complainant' || id?.startsWith('complainant-')) return t('party.complainant')
    return (id && known.names[id]) || id || ''
  }

  /** text is the sealed text of an id for those who may see it, and says so to the others. */
  const text = (id: string): string => known.texts[id] ?? t('state.sealed')

  function roleTitle(role: string | undefined): string {
    return policy.roles.find((r) => r.id === role)?.title ?? role ?? ''
  }

  function seat(s: Seat): string {
    if (s.user) return actor(s.user)
    return (s.unit ? `${unitName(s.unit)} · ` : '') + (s.title ?? roleTitle(s.role))
  }

  const seats = (all: unknown) => joinList((Array.isArray(all) ? (all as Seat[]) : []).map(seat))

  const names = { unit: unitName, personOrFile: actor }

  /** row is what a row says of its case; nothing of it where the reader may not read that. */
  function row(values: Record<string, unknown>, p: Property): string {
    const columns = (p['x-order'] ?? []).filter((c) => c !== 'case' && values[c] !== undefined && values[c] !== null)
    if (!values.case) return t('form.row_not_shown')
    const said = columns.map((c) => `${p.properties?.[c]?.title ?? c}：${shown(values[c], p.properties?.[c])}`)
    return `${actor(values.case as string)}（${joinList(said)}）`
  }

  function shown(value: unknown, p: Property | undefined): string {
    const rowOf = p?.items?.properties ? p.items : undefined
    if (Array.isArray(value) && rowOf) return value.map((one) => row(one as Record<string, unknown>, rowOf)).join('\n')
    if (typeof value === 'boolean') return t(value ? 'form.yes' : 'form.no')
    if (Array.isArray(value)) return joinList(value.map((one) => shown(one, p)))
    if (typeof value !== 'string' && typeof value !== 'number') return JSON.stringify(value)
    const format = formatOf(p)
    if (format?.shown) return format.shown(value, names)
    if (typeof value === 'number') return String(value)
    if (p?.oneOf) return p.oneOf.find((o) => o.const === value)?.title ?? value
    return value
  }

  /** named lists what a form's data say, each with its name and title. */
  function named(values: Record<string, unknown> | null | undefined): [string, string, string][] {
    return Object.entries(values ?? {})
      .filter(([, v]) => v !== null && v !== '')
      .sort(([a], [b]) => (place.get(a) ?? place.size) - (place.get(b) ?? place.size))
      .map(([name, value]) => [
        name,
        properties.get(name)?.title ?? titleOfCode('field', name),
        shown(value, properties.get(name)),
      ])
  }

  /** data lists what a form's data say, each with its title. */
  function data(values: Record<string, unknown> | null | undefined): [string, string][] {
    return named(values).map(([, title, value]) => [title, value])
  }

  /** recorded is data for an event's, in which texts stand by id. */
  function recorded(values: Record<string, unknown>): [string, string][] {
    const withTexts = (of: Record<string, unknown>, asked: (name: string) => Property | undefined) =>
      Object.fromEntries(
        Object.entries(of).map(([name, value]): [string, unknown] => {
          const p = asked(name)
          const columns = p?.items?.properties
          if (columns && Array.isArray(value))
            return [name, value.map((one) => withTexts(one as Record<string, unknown>, (column) => columns[column]))]
          return [name, typeof value === 'string' && name !== 'case' && isSealedText(p) ? text(value) : value]
        }),
      )
    return data(withTexts(values, (name) => properties.get(name)))
  }

  return {
    policy,
    actor,
    recorded,
    text,
    seats,
    unitName,
    named,
    data,
    gist: gistFinder(policy),
    field: (name: string) => properties.get(name),
  }
}

/** namesByIdIn gathers whom and which files a case's answers name. */
export function namesByIdIn(
  { people, tasks, parties, attachments }: Schemas['CaseView'],
  events: Event[],
): Record<string, string> {
  const names: Record<string, string> = {}
  for (const person of people) names[person.id] = person.name
  for (const file of attachments) if (file.name) names[file.id] = file.name
  for (const task of tasks) {
    if (task.assignee && task.assignee_name) names[task.assignee] = task.assignee_name
    if (task.for && task.for_name) names[task.for] = task.for_name
  }
  for (const event of events) if (event.actor_name) names[event.actor] = event.actor_name
  for (const party of parties) if (party.ref && party.name) names[party.ref] = party.name
  return names
}
