import { useMutation, useQueryClient } from '@tanstack/react-query'
import { seg } from '../api/client'
import type { Delivered } from '../api/delivery'
import { acted, type Action } from '../api/queries'
import { deliver } from '../api/send'

export type Given = { command: string; task?: string; outcome?: string; data?: Record<string, unknown>; comment?: string }

/** slotOf names the draft and the attempt of an act: outcomes of one task share their form and so what was typed. */
export function slotOf(caseId: string, action: Pick<Action, 'command' | 'slip' | 'deadline'>, task?: string): string {
  return ['case', caseId, task ?? '', action.command, action.slip, action.deadline].filter((part) => part !== undefined).join('/')
}

/** give sends one command; the same slot twice at once is sent once. */
export function give(caseId: string, slot: string, given: Given): Promise<Delivered> {
  return deliver(slot, { path: `/cases/${seg(caseId)}/commands`, body: given })
}

/** useCommand gives commands in one case and has what they changed read again. */
export function useCommand(caseId: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ slot, given }: { slot: string; given: Given }) => give(caseId, slot, given),
    onSettled: () => acted(queries, caseId), // after a refusal too: it says that the page was behind
  })
}
