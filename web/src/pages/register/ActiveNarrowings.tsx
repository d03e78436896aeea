import { useQuery } from '@tanstack/react-query'
import { Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { apiClient, dataOf } from '../../api/client'
import { unitsQuery } from '../../api/queries'
import type { RegisterSearch } from './search'

/** ActiveNarrowings shows whose cases the register was asked for, each to be taken away again. */
export function ActiveNarrowings({
  search,
  changeSearch,
}: {
  search: RegisterSearch
  changeSearch: (more: RegisterSearch) => void
}) {
  const { t } = useTranslation()
  const places = useQuery(unitsQuery).data
  const people = useQuery({
    queryKey: ['people', ''],
    enabled: search.assignee !== undefined,
    staleTime: 60_000,
    queryFn: async () => (await dataOf(apiClient.GET('/people'))).items,
  }).data
  const { unit, assignee } = search
  if (!unit && !assignee) return null
  return (
    <p className="row">
      {unit && (
        <Tag closable onClose={() => changeSearch({ unit: undefined })}>
          {t('file.unit')}
          {t('mark.colon')}
          {places?.find((u) => u.id === unit)?.name ?? '…'}
        </Tag>
      )}
      {assignee && (
        <Tag closable onClose={() => changeSearch({ assignee: undefined })}>
          {t('inbox.holder')}
          {t('mark.colon')}
          {people?.find((p) => p.id === assignee)?.name ?? '…'}
        </Tag>
      )}
    </p>
  )
}
