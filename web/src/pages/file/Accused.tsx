import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { unitsQuery } from '../../api/queries'
import { joinList } from '../../words/i18n'
import type { TypedFiling } from './filingSchema'

/** Accused says, where the matter is sent, who is complained about: they are kept out of the case by it. */
export function Accused({ typed, names }: { typed: TypedFiling; names: Record<string, string> }) {
  const { t } = useTranslation()
  const units = useQuery(unitsQuery).data ?? []
  const { unit, people, other } = (typed.against ?? {}) as {
    unit?: string | string[]
    people?: string[]
    other?: string
  }
  const named = [
    ...[unit ?? []].flat().map((id) => units.find((u) => u.id === id)?.name ?? ''),
    ...(people ?? []).map((id) => names[id] ?? ''),
    ...(other ?? '').split('\n'),
  ].filter((name) => name.trim() !== '')
  return (
    <p className={named.length > 0 ? 'accused' : 'accused quiet'} role="status">
      {named.length > 0 ? t('file.accused', { names: joinList(named) }) : t('file.accused_none')}
    </p>
  )
}
