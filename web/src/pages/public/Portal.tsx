import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { chooseLanguage, otherLanguages } from '../../words/i18n'
import { claimDraftsFor } from '../../parts/drafts'
import { portalPaths, useCurrentPath } from './address'
import { FilePage } from './FilePage'
import { FollowPage } from './FollowPage'
import { PortalLink } from './PortalLink'
import { HomePage } from './HomePage'
import { ReceiptPage } from './ReceiptPage'
import { ErrorBoundary } from './ErrorBoundary'
import './public.css'

claimDraftsFor('public') // what a member of staff typed in this tab is not the public's to see

const portalPages: Record<
  string,
  [title: 'public.file' | 'public.follow' | 'receipt.title', page: () => React.ReactNode]
> = {
  [portalPaths.file]: ['public.file', FilePage],
  [portalPaths.follow]: ['public.follow', FollowPage],
  [portalPaths.receipt]: ['receipt.title', ReceiptPage],
}

/** Portal is what a complainant sees: how to complain, filing, the receipt, and following a complaint by it. */
export function Portal() {
  const { t } = useTranslation()
  const address = useCurrentPath()
  const [title, Page] = portalPages[address] ?? (['public.how', HomePage] as const)
  const main = useRef<HTMLElement>(null)
  const first = useRef(address)
  useEffect(() => {
    document.title = `${t(title)} · 督办 Duban`
  }, [t, title])
  useEffect(() => {
    if (first.current !== address) main.current?.focus({ preventScroll: true })
    first.current = address
  }, [address])
  return (
    <div className="portal">
      <header className="top no-print">
        <a
          className="skip"
          href="#main"
          onClick={(e) => {
            e.preventDefault()
            main.current?.focus()
          }}
        >
          {t('nav.skip')}
        </a>
        <PortalLink to={portalPaths.home} className="brand">
          {t('public.brand')}
        </PortalLink>
        <nav aria-label={t('nav.main')}>
          <PortalLink to={portalPaths.file}>{t('public.nav.file')}</PortalLink>
          <PortalLink to={portalPaths.follow}>{t('public.nav.follow')}</PortalLink>
        </nav>
        {otherLanguages().map((other) => (
          <button
            key={other.id}
            type="button"
            className="switch"
            lang={other.tag}
            onClick={() => chooseLanguage(other)}
          >
            {other.name}
          </button>
        ))}
      </header>
      <main className="main" id="main" tabIndex={-1} ref={main}>
        <ErrorBoundary key={address}>
          <Page />
        </ErrorBoundary>
      </main>
      <footer className="no-print">
        <a href="/">{t('public.staff')}</a>
      </footer>
    </div>
  )
}
