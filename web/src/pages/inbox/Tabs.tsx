import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Share } from '../../api/queries'
import { shares } from './search'

/** Tabs lead from what waits for me to what I did, registered and was told of. */
export function Tabs({ tab }: { tab: Share | undefined }) {
  const { t } = useTranslation()
  return (
    <nav className="tabs" aria-label={t('inbox.tabs')}>
      {[undefined, ...shares].map((share) => (
        <Link
          key={share ?? 'todo'}
          to="/inbox"
          search={share ? { tab: share } : {}}
          activeOptions={{ exact: true }}
          activeProps={{}}
          aria-current={share === tab ? 'page' : undefined}
        >
          {t(`inbox.tab_${share ?? 'todo'}`)}
        </Link>
      ))}
    </nav>
  )
}
