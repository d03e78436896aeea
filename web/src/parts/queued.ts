// Commands that were accepted and wait for the worker, kept in this tab until it is known what became of them.

import { useSyncExternalStore } from 'react'
import { saveDraft, type Draft } from './drafts'

/**
 * QueuedCommand is a command on its way. draft is what was typed for it, for the case that it is refused in the end.
 */
export type QueuedCommand = {
  caseId: string
  idempotencyKey: string
  intentId: string
  title: string
  draft: Draft | null
}

const storageKey = 'duban.draft.queued' // among the drafts, so that it goes when its writer signs out
const listeners = new Set<() => void>()
let snapshot = { raw: '', list: [] as QueuedCommand[] }

function readQueuedCommands(): QueuedCommand[] {
  const raw = sessionStorage.getItem(storageKey) ?? '[]'
  if (raw !== snapshot.raw) snapshot = { raw, list: JSON.parse(raw) as QueuedCommand[] }
  return snapshot.list
}

function storeQueuedCommands(queued: QueuedCommand[]): void {
  sessionStorage.setItem(storageKey, JSON.stringify(queued))
  listeners.forEach((told) => told())
}

export function addQueuedCommand(queued: QueuedCommand): void {
  storeQueuedCommands([...readQueuedCommands(), queued])
}

function removeQueuedCommand(key: string): void {
  storeQueuedCommands(readQueuedCommands().filter((q) => q.idempotencyKey !== key))
}

/** queuedCommandsOf lists the commands of a case that are on their way. */
export const queuedCommandsOf = (caseId: string) => readQueuedCommands().filter((q) => q.caseId === caseId)

/** useQueuedCommands is queuedCommandsOf for a page, which is drawn again when it changes. */
export function useQueuedCommands(caseId: string): QueuedCommand[] {
  useSyncExternalStore((told) => {
    listeners.add(told)
    return () => listeners.delete(told)
  }, readQueuedCommands)
  return queuedCommandsOf(caseId)
}

type FollowMeans = {
  /** Answers true when the command is done, false when nobody waits any more; throws what it was refused for. */
  awaitOutcome: () => Promise<boolean>
  /** Reads again what the command may have changed. */
  reread: () => Promise<void>
  onDone: () => void
  onRefused: (error: unknown) => void
}

/**
 * followQueuedCommand waits until it is known what became of a command. If it was refused, what was typed for it comes
 * back.
 */
export async function followQueuedCommand(
  queued: QueuedCommand,
  { awaitOutcome, reread, onDone, onRefused }: FollowMeans,
): Promise<void> {
  try {
    if (!(await awaitOutcome())) return
    await reread()
    removeQueuedCommand(queued.idempotencyKey)
    onDone()
  } catch (error) {
    if (queued.draft) saveDraft(queued.intentId, queued.draft)
    onRefused(error)
    removeQueuedCommand(queued.idempotencyKey)
    await reread()
  }
}
