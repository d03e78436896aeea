import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { App } from 'antd'
import { useTranslation } from 'react-i18next'
import type { DeliveredAnswer } from '../../api/delivery'
import { isProblem } from '../../api/problem'
import { casePageQuery, type Case } from '../../api/queries'
import { joinList } from '../../words/i18n'
import { useCaseOnPage } from './caseContext'

/** tasksBegun are the open tasks of a case that were not there before, each with who may do it. */
export function tasksBegun(before: Case, now: Case): { who: string; title: string }[] {
  const known = new Set(before.tasks.map((task) => task.id))
  return now.tasks
    .filter((task) => !known.has(task.id) && (task.state === 'open' || task.state === 'claimed'))
    .map((task) => ({ who: task.assignee_name ?? task.role_titles, title: task.title }))
}

/** secondsToRead is for a message that explains where the page has gone. */
const secondsToRead = 8

/**
 * useTellDone says that an act was done, and whom the case has gone to by it. Whoever may not read the case any more
 * after it, as after their own recusal, is led back to their work.
 */
export function useTellDone() {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { caseView } = useCaseOnPage()
  return (title: string) => (answer: DeliveredAnswer) => {
    if (answer.status === 202) return // a queued command is told of when it was carried out
    const { data, error } = queries.getQueryState(casePageQuery(caseView.id).queryKey) ?? {}
    if (isProblem(error, 404)) {
      void message.info(t('action.done_leaving', { title }), secondsToRead)
      void navigate({ to: '/' })
      return
    }
    const now = data?.case
    const begun = now ? tasksBegun(caseView, now) : []
    void message.success(
      begun.length > 0
        ? t('action.done_next', { title, next: joinList(begun.map((task) => t('action.next', task))) })
        : t('action.done', { title }),
    )
  }
}
