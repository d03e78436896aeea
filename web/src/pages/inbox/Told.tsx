import { Link } from '@tanstack/react-router'
import { Alert, Collapse } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../api/client'
import { word } from '../../app/i18n'
import { Cite } from '../../parts/Cite'
import { showInstant } from '../../parts/values'

/** Told is what reached me without being a task: what I was reminded of, and queued commands that were refused. */
export function Told({ notices, refusals }: { notices: Schemas['InboxNotice'][]; refusals: Schemas['RefusedView'][] }) {
  const { t } = useTranslation()
  return (
    <>
      {refusals.map((r) => (
        <Alert
          key={r.key} type="error" showIcon className="failure" title={t('inbox.refused')}
          description={<>
            <Link to="/cases/$id" params={{ id: r.case }}>{r.number ?? t('case.no_number')}</Link> {r.problem.detail}{' '}
            <Cite clause={r.problem.clause} setting={r.problem.setting} /> <time className="quiet">{showInstant(r.at)}</time>
          </>}
        />
      ))}
      {notices.length > 0 && (
        <Collapse size="small" style={{ marginBottom: 16 }} items={[{
          key: 'notices', label: `${t('inbox.notices')}（${notices.length}）`,
          children: <ul className="plain-list">{notices.map((n) => <Notice key={`${n.case.id}/${n.seq}`} notice={n} />)}</ul>,
        }]} />
      )}
    </>
  )
}

function Notice({ notice: n }: { notice: Schemas['InboxNotice'] }) {
  const { t } = useTranslation()
  return (
    <li className="row">
      <strong>{n.text ?? word('notice_type', n.type)}</strong>
      <Link to="/cases/$id" params={{ id: n.case.id }}>{n.case.number ?? t('case.no_number')}</Link>
      <span className="quiet">{showInstant(n.at)}</span>
      <Cite clause={n.clause} setting={n.setting} />
    </li>
  )
}
