import { useMutation, useQueryClient } from '@tanstack/react-query'
import { encodePathSegment } from '../api/client'
import type { DeliveredAnswer } from '../api/delivery'
import { rereadCase, type Action } from '../api/queries'
import { deliverOnce } from '../api/send'

export type CommandBody = {
  command: string
  task?: string
  outcome?: string
  data?: Record<string, unknown>
  comment?: string
}

/**
 * intentIdOf names the draft and the attempt of an act: outcomes of one task share their form and so what was typed.
 */
export function intentIdOf(
  caseId: string,
  action: Pick<Action, 'command' | 'slip' | 'deadline'>,
  taskId?: string,
): string {
  return ['case', caseId, taskId ?? '', action.command, action.slip, action.deadline]
    .filter((part) => part !== undefined)
    .join('/')
}

/** sendCommand sends one command; the same intent twice at once is sent once. */
export function sendCommand(caseId: string, intentId: string, command: CommandBody): Promise<DeliveredAnswer> {
  return deliverOnce(intentId, { path: `/cases/${encodePathSegment(caseId)}/commands`, body: command })
}

type CommandToSend = {
  intentId: string
  command: CommandBody
  done: (answer: DeliveredAnswer) => void
  failed: (error: Error) => void
  /** Told once the case has been read again after an answer. */
  reread?: (answer: DeliveredAnswer) => void
}

/**
 * useCommand gives commands in one case and has what they changed read again, after a refusal too: it says that the
 * page was behind. done and failed are told even if the form is gone by then.
 */
export function useCommand(caseId: string) {
  const queries = useQueryClient()
  return useMutation<DeliveredAnswer, Error, CommandToSend>({
    mutationFn: ({ intentId, command }) => sendCommand(caseId, intentId, command),
    onSuccess: (answer, { done }) => done(answer),
    onError: (error, { failed }) => failed(error),
    onSettled: (answer, _, { reread }) => {
      void rereadCase(queries, caseId).then(() => {
        if (answer) reread?.(answer)
      })
    },
  })
}
