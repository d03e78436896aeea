import { Link } from '@tanstack/react-router'
import { Alert, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../api/client'
import { DueTime } from '../../parts/DueTime'

/** WaitingSlips are the slips that I am to answer, above all else, each with the way to its answer. */
export function WaitingSlips({ slips }: { slips: Schemas['InboxSlip'][] }) {
  const { t } = useTranslation()
  return slips.map(({ slip, case: of }) => (
    <Alert
      key={slip.id}
      type="warning"
      showIcon
      className="failure"
      title={t('inbox.slip_waits', { title: slip.title, number: slip.number })}
      description={
        <>
          <p>
            <span className="number">{of.number ?? t('case.no_number')}</span> {of.subject}
          </p>
          {slip.text && <p className="prose">{slip.text}</p>}
          {slip.reply_due && (
            <p>
              <DueTime due={slip.reply_due} now={new Date().toISOString()} overdue={slip.state === 'overdue'} />
            </p>
          )}
          <Link to="/cases/$id" params={{ id: of.id }} search={{ act: `reply_slip/${slip.id}` }}>
            <Button type="primary">{t('inbox.answer_slip', { title: slip.title })}</Button>
          </Link>
        </>
      }
    />
  ))
}
