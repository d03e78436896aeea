// Commands that were accepted and wait for the worker, kept in this tab until it is known what became of them.

import { useSyncExternalStore } from 'react'
import { saveDraft, type Draft } from './drafts'

/**
 * QueuedCommand is a command on its way. draft is what was typed for it, for the case that it is refused in the end.
 */
export type QueuedCommand = { caseId: string; key: string; slot: string; title: string; draft: Draft | null }

const place = 'duban.draft.queued' // among the drafts, so that it goes when its writer signs out
const listeners = new Set<() => void>()
let snapshot = { raw: '', list: [] as QueuedCommand[] }

function storedQueued(): QueuedCommand[] {
  const raw = sessionStorage.getItem(place) ?? '[]'
  if (raw !== snapshot.raw) snapshot = { raw, list: JSON.parse(raw) as QueuedCommand[] }
  return snapshot.list
}

function storeQueued(queued: QueuedCommand[]): void {
  sessionStorage.setItem(place, JSON.stringify(queued))
  listeners.forEach((told) => told())
}

export function addQueued(queued: QueuedCommand): void {
  storeQueued([...storedQueued(), queued])
}

function removeQueued(key: string): void {
  storeQueued(storedQueued().filter((q) => q.key !== key))
}

/** queuedIn lists the commands of a case that are on their way. */
export const queuedIn = (caseId: string) => storedQueued().filter((q) => q.caseId === caseId)

/** useQueued is queuedIn for a page, which is drawn again when it changes. */
export function useQueued(caseId: string): QueuedCommand[] {
  useSyncExternalStore((told) => {
    listeners.add(told)
    return () => listeners.delete(told)
  }, storedQueued)
  return queuedIn(caseId)
}

type Means = {
  /** Answers true when the command is done, false when nobody waits any more; throws what it was refused for. */
  outcome: () => Promise<boolean>
  /** Reads again what the command may have changed. */
  reread: () => Promise<void>
  done: () => void
  refused: (error: unknown) => void
}

/**
 * followQueued waits until it is known what became of a command. If it was refused, what was typed for it comes back.
 */
export async function followQueued(queued: QueuedCommand, { outcome, reread, done, refused }: Means): Promise<void> {
  try {
    if (!(await outcome())) return
    await reread()
    removeQueued(queued.key)
    done()
  } catch (error) {
    if (queued.draft) saveDraft(queued.slot, queued.draft)
    refused(error)
    removeQueued(queued.key)
    await reread()
  }
}
