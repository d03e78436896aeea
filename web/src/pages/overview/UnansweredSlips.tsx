import { useInfiniteQuery } from '@tanstack/react-query'
import { Button, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { apiClient, dataOf } from '../../api/client'
import { titleOfCode } from '../../words/i18n'
import { ExportButton } from '../../parts/ExportButton'
import { Section } from '../../parts/Section'
import { Failure, Loading, EmptyNote } from '../../parts/states'
import { showInstant, showDueTime } from '../../parts/values'
import { CaseLink } from './CaseLink'

/** UnansweredSlips are those issued that nobody has answered yet, the latest first. */
export function UnansweredSlips() {
  const { t } = useTranslation()
  const pages = useInfiniteQuery({
    queryKey: ['slips', 'unanswered'],
    initialPageParam: '',
    refetchInterval: 60_000,
    queryFn: ({ pageParam }) =>
      dataOf(apiClient.GET('/slips', { params: { query: { unanswered: true, cursor: pageParam || undefined } } })),
    getNextPageParam: (page) => page.next,
  })
  const waiting = pages.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Section title={t('overview.slips')} extra={<ExportButton ask={{ of: 'slips', slips: { unanswered: true } }} />}>
      {pages.isPending && <Loading />}
      {pages.error && <Failure error={pages.error} retry={() => void pages.refetch()} />}
      {pages.data && waiting.length === 0 && <EmptyNote text={t('overview.no_slips')} />}
      <ul className="plain-list">
        {waiting.map((s) => (
          <li key={`${s.case} ${s.id}`}>
            <div className="row spread">
              <span>
                {s.title} <CaseLink caseId={s.case} number={s.number} />
              </span>
              <Tag color={s.state === 'overdue' ? 'red' : 'gold'}>{titleOfCode('slip_state', s.state)}</Tag>
            </div>
            <p className="quiet">
              {t('slip.to', { to: s.to.map((seat) => seat.title).join('、') })} ·{' '}
              {t('slip.issued', { at: showInstant(s.issued_at) })}
              {s.reply_due && ` · ${t('slip.reply')} ${showDueTime(s.reply_due)}`}
            </p>
          </li>
        ))}
      </ul>
      {pages.hasNextPage && (
        <Button loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {t('act.more')}
        </Button>
      )}
    </Section>
  )
}
