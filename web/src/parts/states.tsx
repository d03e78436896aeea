// How waiting, emptiness, refusals and failures look, on every page: in words, with the rule that was applied.

import { Alert, Button, Empty, Result, Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'
import { Problem, OutcomeUnknown, ServerUnreached } from '../api/problem'
import { Citation } from './Citation'
import { useErrorHeadline } from './errorHeadline'

export function Loading() {
  const { t } = useTranslation()
  return (
    <div role="status" aria-label={t('state.loading')} className="loading">
      <div aria-hidden="true">
        <Skeleton active paragraph={{ rows: 6 }} />
      </div>
    </div>
  )
}

/** EmptyNote says that a list is empty. */
export function EmptyNote({ text }: { text?: string }) {
  const { t } = useTranslation()
  return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={text ?? t('state.empty')} />
}

/** NotFound stands for what is not there and for what may not be read: nobody can tell which. */
export function NotFound({ text }: { text?: string }) {
  const { t } = useTranslation()
  return (
    <Result
      status="404"
      title={<h1>{t('failure.404')}</h1>}
      subTitle={text ?? t('failure.gone_text')}
      extra={
        <Button href="/inbox" type="primary">
          {t('nav.to_inbox')}
        </Button>
      }
    />
  )
}

type FailureProps = { error: unknown; gistOf?: (clause: string) => string; retry?: () => void; more?: React.ReactNode }

/** Failure says what went wrong, by which rule, and what can be done about it. */
export function Failure({ error, gistOf, retry, more }: FailureProps) {
  const { t } = useTranslation()
  const headline = useErrorHeadline(error)
  const problem = error instanceof Problem ? error : null
  if (!problem && !(error instanceof ServerUnreached || error instanceof OutcomeUnknown)) console.error(error)
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      className="failure"
      title={headline}
      description={
        <>
          {problem?.detail && <p>{problem.detail}</p>}
          {problem && <Citation clause={problem.clause} setting={problem.setting} gistOf={gistOf} />}
          {more}
          {retry && (
            <p>
              <Button onClick={retry}>{t('act.retry')}</Button>
            </p>
          )}
        </>
      }
    />
  )
}
