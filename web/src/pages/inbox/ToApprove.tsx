import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import type { InboxItem } from '../../api/queries'
import { TitledValues } from '../../parts/TitledValues'

/**
 * ToApprove is what an approval decides on, with the decisions: each leads to the case's page, where it is confirmed.
 */
export function ToApprove({ item }: { item: InboxItem }) {
  const { t } = useTranslation()
  if (!item.proposal) return null
  const decisions = item.actions.filter((a) => a.command === 'complete' && a.allowed)
  return (
    <section className="proposal" aria-label={t('inbox.proposal')}>
      {item.proposal.content && <p className="prose excerpt">{item.proposal.content}</p>}
      <TitledValues pairs={item.proposal.lines.map((line) => [line.title, line.text])} />
      <div className="row">
        {decisions.map((a, i) => (
          <Link
            key={a.outcome}
            to="/cases/$id"
            params={{ id: item.case.id }}
            search={{ task: item.id, act: `complete/${a.outcome ?? ''}` }}
          >
            <Button type={i === 0 ? 'primary' : 'default'}>{a.title}</Button>
          </Link>
        ))}
      </div>
    </section>
  )
}
