import { Link, Outlet, useRouterState } from '@tanstack/react-router'
import { App, Button, Tag } from 'antd'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { LanguageSwitch } from './LanguageSwitch'
import { navigationEntries } from './navigation'
import { signOut, useSignedInPerson } from './session'
import { Failure } from '../parts/states'

function PersonMenu() {
  const { t } = useTranslation()
  const { modal } = App.useApp()
  const person = useSignedInPerson()
  const leave = () =>
    signOut().catch((error: unknown) => {
      modal.error({ title: t('act.sign_out'), content: <Failure error={error} /> })
    })
  return (
    <div className="who">
      {person.rehearsal && <Tag className="rehearsal">{t('nav.rehearsal')}</Tag>}
      <Link to="/stand-in" title={t('nav.stand_in')}>
        {person.name || person.username}
        {person.unit_name && <span className="who-unit"> · {person.unit_name}</span>}
      </Link>
      <Link to="/me">{t('nav.me')}</Link>
      <LanguageSwitch />
      <Button type="text" size="small" onClick={() => void leave()}>
        {t('act.sign_out')}
      </Button>
    </div>
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
