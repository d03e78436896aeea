import { useEffect, useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from '../../api/problem'
import { useErrorHeadline } from '../../parts/errorHeadline'

/** ErrorNotice says what went wrong and what to do about it, and takes the focus so that it is read out. */
export function ErrorNotice({ error, children }: { error: unknown; children?: ReactNode }) {
  const { t } = useTranslation()
  const box = useRef<HTMLDivElement>(null)
  const headline = useErrorHeadline(error)
  useEffect(() => {
    box.current?.focus()
  }, [error])
  return (
    <div className="trouble" role="alert" tabIndex={-1} ref={box}>
      <strong>{headline}</strong>
      {error instanceof Problem && error.detail && <p>{error.detail}</p>}
      {error instanceof Problem && error.clause && <p className="quiet">{t('cite.clause', { id: error.clause })}</p>}
      {children}
    </div>
  )
}
