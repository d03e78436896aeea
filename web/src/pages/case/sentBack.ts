// Work that came back: what an approval returned, and what had been answered before.

import type { Event, Task } from '../../api/queries'
import type { CaseFormatter } from '../../parts/policy'
import type { FormSchema } from '../../parts/formSchema'

type TaskData = { task?: string; step?: string }

const returning = ['returned', 'rejected']

/**
 * whatSentBack is the event by which an approval gave a task back to whoever had done its step before; undefined for
 * work that is done for the first time.
 */
export function whatSentBack(events: Event[], task: Pick<Task, 'id' | 'step'>): Event | undefined {
  const opened = events.findLastIndex((e) => e.type === 'task_opened' && (e.data as TaskData).task === task.id)
  const before = events.slice(0, Math.max(opened, 0))
  const done = before.findLastIndex((e) => e.type === 'task_completed' && (e.data as TaskData).step === task.step)
  return done < 0 ? undefined : before.slice(done).findLast((e) => returning.includes(e.type))
}

/** answersBefore are the answers to a form as the case has them, and the names of the people and files among them. */
export function answersBefore(
  schema: FormSchema,
  data: Record<string, unknown>,
  formatter: Pick<CaseFormatter, 'actor'>,
): { data: Record<string, unknown>; names: Record<string, string> } {
  const answers: Record<string, unknown> = {}
  const names: Record<string, string> = {}
  for (const [field, property] of Object.entries(schema.properties ?? {})) {
    const value = data[field]
    if (value === undefined || value === null) continue
    answers[field] = value
    if (!property.format && !property.items) continue
    for (const id of [value].flat()) if (typeof id === 'string') names[id] = formatter.actor(id)
  }
  return { data: answers, names }
}
