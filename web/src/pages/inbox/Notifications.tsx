import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Alert, Button, Collapse, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { apiClient, type Schemas } from '../../api/client'
import { titleOfCode } from '../../words/i18n'
import { Citation } from '../../parts/Citation'
import { Failure } from '../../parts/states'
import { showInstant } from '../../parts/values'
import { DispatchTroubles } from './DispatchTroubles'
import { WaitingCirculars } from './WaitingCirculars'

/**
 * Notifications is what reached me without being a task: what I was reminded of, and queued commands that were refused.
 */
export function Notifications({
  notices,
  refusals,
}: {
  notices: Schemas['InboxNotice'][]
  refusals: Schemas['RefusedView'][]
}) {
  const { t } = useTranslation()
  return (
    <>
      {refusals.map((r) => (
        <Alert
          key={r.key}
          type="error"
          showIcon
          className="failure"
          title={t('inbox.refused')}
          description={
            <>
              <Link to="/cases/$id" params={{ id: r.case }}>
                {r.number ?? t('case.no_number')}
              </Link>{' '}
              {r.problem.detail} <Citation clause={r.problem.clause} setting={r.problem.setting} />{' '}
              <time className="quiet">{showInstant(r.at)}</time>
            </>
          }
        />
      ))}
      <DispatchTroubles />
      <WaitingCirculars />
      {notices.length > 0 && <NoticeList notices={notices} />}
    </>
  )
}

/** NoticeList are what I was told in the last days. Marking them read goes as far as the newest that is shown here. */
function NoticeList({ notices }: { notices: Schemas['InboxNotice'][] }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const unread = notices.filter((n) => !n.read).length
  const marking = useMutation({
    mutationFn: () =>
      apiClient.PUT('/inbox/notices/read', {
        body: {
          until: notices.reduce(
            (until, n) => (until && Date.parse(until) >= Date.parse(n.delivered_at) ? until : n.delivered_at),
            '',
          ),
        },
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['inbox'] }),
  })
  return (
    <>
      <Collapse
        size="small"
        collapsible="header"
        style={{ marginBottom: 16 }}
        items={[
          {
            key: 'notices',
            label: (
              <span role="status">
                {unread > 0
                  ? t('inbox.notices_unread', { n: notices.length, unread })
                  : t('inbox.notices_read', { n: notices.length })}
              </span>
            ),
            extra: unread > 0 && (
              <Button
                size="small"
                loading={marking.isPending}
                onClick={(e) => {
                  e.stopPropagation()
                  marking.mutate()
                }}
              >
                {t('inbox.mark_read')}
              </Button>
            ),
            children: (
              <ul className="plain-list">
                {notices.map((n) => (
                  <NoticeItem key={`${n.case.id}/${n.seq}`} notice={n} />
                ))}
              </ul>
            ),
          },
        ]}
      />
      {marking.error && <Failure error={marking.error} />}
    </>
  )
}

function NoticeItem({ notice: n }: { notice: Schemas['InboxNotice'] }) {
  const { t } = useTranslation()
  return (
    <li className="row">
      {n.read ? (
        <span>{n.text ?? titleOfCode('notice_type', n.type)}</span>
      ) : (
        <>
          <Tag color="gold">{t('inbox.unread')}</Tag>
          <strong>{n.text ?? titleOfCode('notice_type', n.type)}</strong>
        </>
      )}
      <Link to="/cases/$id" params={{ id: n.case.id }}>
        {[n.case.number ?? t('case.no_number'), n.case.subject].filter(Boolean).join(' ')}
      </Link>
      <span className="quiet">{showInstant(n.at)}</span>
      <Citation clause={n.clause} setting={n.setting} />
    </li>
  )
}
