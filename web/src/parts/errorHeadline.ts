import { useTranslation } from 'react-i18next'
import { Problem, OutcomeUnknown, ServerUnreached } from '../api/problem'

const statusesWithHeadline = [401, 403, 404, 409, 422, 429, 503]

/** useErrorHeadline says in a few words what went wrong. */
export function useErrorHeadline(error: unknown): string {
  const { t } = useTranslation()
  if (error instanceof ServerUnreached) return t('failure.unreached')
  if (error instanceof OutcomeUnknown) return t('failure.unknown')
  if (!(error instanceof Problem)) return t('failure.ours')
  return statusesWithHeadline.includes(error.status)
    ? t(`failure.${error.status as 401}`)
    : t('failure.other', { status: error.status })
}
