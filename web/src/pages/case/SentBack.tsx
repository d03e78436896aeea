import { Alert } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Task } from '../../api/queries'
import { eventDetails } from '../../parts/journalWords'
import { stepTitle } from '../../parts/policy'
import { showInstant } from '../../parts/values'
import { useCaseOnPage } from './caseContext'
import { whatSentBack } from './sentBack'

/** SentBack says at a task that came back who gave it back, when, and why. */
export function SentBack({ task }: { task: Task }) {
  const { t } = useTranslation()
  const { events, formatter } = useCaseOnPage()
  const event = whatSentBack(events, task)
  if (!event) return null
  const { step } = event.data as { step?: string }
  return (
    <Alert
      type="warning"
      showIcon
      title={t(`task.${event.type as 'returned'}`, {
        who: formatter.actor(event.actor),
        step: stepTitle(formatter.policy, step),
        at: showInstant(event.at),
      })}
      description={
        <>
          {eventDetails(event, formatter).map(([title, value]) => (
            <p key={title} className="prose">
              {title}
              {t('mark.colon')}
              {value}
            </p>
          ))}
          {t('task.answers_kept')}
        </>
      }
    />
  )
}
