import { useTranslation } from 'react-i18next'
import { Problem, Unknown, Unreached } from '../api/problem'

const worded = [401, 403, 404, 409, 422, 429, 503]

/** useHeadline says in a few words what went wrong. */
export function useHeadline(error: unknown): string {
  const { t } = useTranslation()
  if (error instanceof Unreached) return t('failure.unreached')
  if (error instanceof Unknown) return t('failure.unknown')
  if (!(error instanceof Problem)) return t('failure.ours')
  return worded.includes(error.status)
    ? t(`failure.${error.status as 401}`)
    : t('failure.other', { status: error.status })
}
