import { useMutation, useQueryClient } from '@tanstack/react-query'
import { pathSegment } from '../api/client'
import type { Delivered } from '../api/delivery'
import { rereadCase, type Action } from '../api/queries'
import { deliver } from '../api/send'

export type Given = {
  command: string
  task?: string
  outcome?: string
  data?: Record<string, unknown>
  comment?: string
}

/** slotOf names the draft and the attempt of an act: outcomes of one task share their form and so what was typed. */
export function slotOf(caseId: string, action: Pick<Action, 'command' | 'slip' | 'deadline'>, task?: string): string {
  return ['case', caseId, task ?? '', action.command, action.slip, action.deadline]
    .filter((part) => part !== undefined)
    .join('/')
}

/** giveCommand sends one command; the same slot twice at once is sent once. */
export function giveCommand(caseId: string, slot: string, given: Given): Promise<Delivered> {
  return deliver(slot, { path: `/cases/${pathSegment(caseId)}/commands`, body: given })
}

type Order = { slot: string; given: Given; done: (answer: Delivered) => void; failed: (error: Error) => void }

/**
 * useCommand gives commands in one case and has what they changed read again, after a refusal too: it says that the
 * page was behind. done and failed are told even if the form is gone by then.
 */
export function useCommand(caseId: string) {
  const queries = useQueryClient()
  return useMutation<Delivered, Error, Order>({
    mutationFn: ({ slot, given }) => giveCommand(caseId, slot, given),
    onSuccess: (answer, { done }) => done(answer),
    onError: (error, { failed }) => failed(error),
    onSettled: () => {
      void rereadCase(queries, caseId)
    },
  })
}
