import { useQuery } from '@tanstack/react-query'
import { Link, Outlet, useRouterState } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { inboxCountQuery } from '../api/queries'
import { navigationEntries } from './navigation'
import { PersonMenu } from './PersonMenu'
import { useSignedInPerson } from './session'

/** WaitingBadge is how many tasks wait for me, and whether some are late. */
function WaitingBadge() {
  const { t } = useTranslation()
  const { data: count } = useQuery(inboxCountQuery)
  if (!count || count.tasks === 0) return null
  const label = [
    count.tasks >= 100 ? t('inbox.waiting_many') : t('inbox.waiting', { n: count.tasks }),
    count.late > 0 && t('inbox.of_them_late', { n: count.late }),
  ]
  return (
    <span
      className={count.late > 0 ? 'badge badge-late' : 'badge'}
      role="img"
      aria-label={label.filter(Boolean).join(' · ')}
    >
      {count.tasks >= 100 ? '99+' : count.tasks}
    </span>
  )
}

function TopBar() {
  const { t } = useTranslation()
  const person = useSignedInPerson()
  const path = useRouterState({ select: (s) => s.location.pathname })
  const nav = useRef<HTMLElement>(null)
  useEffect(() => {
    // on a phone the row scrolls sideways, and where one is must not lie outside it
    nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [path])
  return (
    <header className="top">
      <a className="skip" href="#main">
        {t('nav.skip')}
      </a>
      <Link to="/inbox" className="brand">
        督办 Duban
      </Link>
      <nav aria-label={t('nav.main')} ref={nav}>
        {navigationEntries
          .filter((page) => page.shown(person))
          .map((page) => (
            <Link key={page.to} to={page.to} activeProps={{ 'aria-current': 'page' }}>
              {t(page.title)}
              {page.to === '/inbox' && <WaitingBadge />}
            </Link>
          ))}
      </nav>
      <PersonMenu />
    </header>
  )
}

/** Layout is the frame around every page. A new page gets the focus, so that a screen reader begins there. */
export function Layout() {
  const main = useRef<HTMLElement>(null)
  const path = useRouterState({ select: (s) => s.location.pathname })
  const first = useRef(path)
  useEffect(() => {
    if (first.current !== path) main.current?.focus({ preventScroll: true })
    first.current = path
  }, [path])
  return (
    <>
      <TopBar />
      <main id="main" className="main" tabIndex={-1} ref={main}>
        <Outlet />
      </main>
    </>
  )
}
