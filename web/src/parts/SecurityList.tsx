import { useTranslation } from 'react-i18next'
import type { Schemas } from '../api/client'
import { titleOfCode } from '../words/i18n'
import '../words/me'
import { EmptyNote } from './states'
import { showInstant } from './values'

export type SecurityEntry = Schemas['SecurityView']

/** whereFrom is the device and the network address of an entry. */
export const whereFrom = (e: SecurityEntry) => [e.device, e.address].filter(Boolean).join(' ')

/** SecurityList is entries of the security journal, as they come; with their people where they are of several. */
export function SecurityList({ entries, people = false }: { entries: SecurityEntry[]; people?: boolean }) {
  const { t } = useTranslation()
  if (entries.length === 0) return <EmptyNote text={t('me.security.none')} />
  const whose = (e: SecurityEntry) =>
    e.user_name ?? e.user ?? t('me.security.nobody', { mark: (e.name_mark ?? '').slice(0, 8) })
  const actor = (e: SecurityEntry) => (e.actor === 'system' ? t('me.security.system') : (e.actor_name ?? e.actor ?? ''))
  return (
    <ul className="cards">
      {entries.map((e, i) => (
        <li key={`${e.at} ${i}`}>
          <p className="row">
            <time className="quiet" dateTime={e.at}>
              {showInstant(e.at)}
            </time>
            {people && <span>{whose(e)}</span>}
            <strong>{titleOfCode('me.security.action', e.action)}</strong>
            <span>{titleOfCode('me.security.result', e.result)}</span>
            {e.actor && e.actor !== e.user && <span>{t('me.security.by', { name: actor(e) })}</span>}
            <span className="quiet">{whereFrom(e)}</span>
          </p>
        </li>
      ))}
    </ul>
  )
}
