import { Link } from '@tanstack/react-router'
import { App, Button, Tag } from 'antd'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Failure } from '../parts/states'
import { LanguageSwitch } from './LanguageSwitch'
import { signOut, useSignedInPerson } from './session'

/** PersonMenu is the account menu: who is signed in, and behind the name what is theirs to set. */
export function PersonMenu() {
  const { t } = useTranslation()
  const { modal } = App.useApp()
  const person = useSignedInPerson()
  const menu = useRef<HTMLDetailsElement>(null)
  const close = () => menu.current?.removeAttribute('open')
  useEffect(() => {
    const leave = (event: Event) => {
      if (!menu.current?.contains(event.target as Node)) close()
    }
    const escape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || !menu.current?.open) return
      close()
      menu.current.querySelector('summary')?.focus()
    }
    document.addEventListener('keydown', escape)
    document.addEventListener('pointerdown', leave)
    document.addEventListener('focusin', leave)
    return () => {
      document.removeEventListener('keydown', escape)
      document.removeEventListener('pointerdown', leave)
      document.removeEventListener('focusin', leave)
    }
  }, [])
  const signOutOrSayWhy = () =>
    signOut().catch((error: unknown) => {
      modal.error({ title: t('act.sign_out'), content: <Failure error={error} /> })
    })
  return (
    <div className="who">
      {person.rehearsal && <Tag className="rehearsal">{t('nav.rehearsal')}</Tag>}
      <details className="who-menu" ref={menu}>
        <summary aria-label={t('nav.account_of', { name: person.name || person.username })}>
          {person.name || person.username}
          {person.unit_name && <span className="who-unit"> · {person.unit_name}</span>}
        </summary>
        <div className="who-items">
          <Link to="/me" onClick={close}>
            {t('nav.me')}
          </Link>
          <Link to="/me" hash="password" onClick={close}>
            {t('nav.password')}
          </Link>
          <Link to="/me" hash="second-factor" onClick={close}>
            {t('nav.second_factor')}
          </Link>
          <Link to="/me" hash="notices" onClick={close}>
            {t('nav.notices')}
          </Link>
          <Link to="/stand-in" onClick={close}>
            {t('nav.stand_in')}
          </Link>
          <LanguageSwitch />
          <Button type="text" size="small" onClick={() => void signOutOrSayWhy()}>
            {t('act.sign_out')}
          </Button>
        </div>
      </details>
    </div>
  )
}
