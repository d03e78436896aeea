import { useTranslation } from 'react-i18next'
import { usePageTitle } from '../../parts/usePageTitle'
import '../../words/me'
import { CalendarFeed } from './CalendarFeed'
import { NoticeWishes } from './NoticeWishes'
import { PasswordSection } from './PasswordSection'
import { SecondFactorSection } from './SecondFactorSection'
import { SecuritySection } from './SecuritySection'
import { SessionsSection } from './SessionsSection'

/** MePage is 我的账号: how its reader is told outside the application and in their calendar, and who came in their name. */
export function MePage() {
  const { t } = useTranslation()
  usePageTitle(t('nav.me'))
  return (
    <div className="stack">
      <div className="page-head">
        <h1>{t('nav.me')}</h1>
      </div>
      <div id="notices">
        <NoticeWishes />
      </div>
      <CalendarFeed />
      <div id="password">
        <PasswordSection />
      </div>
      <div id="second-factor">
        <SecondFactorSection />
      </div>
      <SessionsSection />
      <SecuritySection />
    </div>
  )
}
