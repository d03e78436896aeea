import { useQuery } from '@tanstack/react-query'
import { Input, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { apiClient, dataOf } from '../../api/client'
import { policiesInForceQuery, unitsQuery } from '../../api/queries'
import { FilterSelect } from '../../parts/FilterSelect'
import { titleOfCode } from '../../words/i18n'
import { kindFilters, stateFilters, type LedgerSearch } from './search'

type LedgerFiltersProps = { search: LedgerSearch; changeSearch: (more: LedgerSearch) => void }

/** LedgerFilters select entries; the person is chosen in the list, and taken away here. */
export function LedgerFilters({ search, changeSearch }: LedgerFiltersProps) {
  const { t } = useTranslation()
  const policies = useQuery(policiesInForceQuery).data ?? []
  const units = useQuery(unitsQuery).data ?? []
  return (
    <div className="filters" role="search">
      <FilterSelect
        id="by-kind"
        label={t('ledger.kind')}
        value={search.kind}
        onChoose={(kind) => changeSearch({ kind })}
        options={kindFilters.map((value) => ({ value, label: titleOfCode('entry_kind', value) }))}
      />
      <FilterSelect
        id="by-state"
        label={t('ledger.state')}
        value={search.state}
        onChoose={(state) => changeSearch({ state })}
        options={stateFilters.map((value) => ({ value, label: titleOfCode('entry_state', value) }))}
      />
      <FilterSelect
        id="by-unit"
        label={t('ledger.unit')}
        value={search.unit}
        onChoose={(unit) => changeSearch({ unit })}
        options={units.map((u) => ({ value: u.id, label: u.name }))}
      />
      <div>
        <label htmlFor="by-month">{t('ledger.month')}</label>
        <Input
          id="by-month"
          type="month"
          value={search.month ?? ''}
          onChange={(e) => changeSearch({ month: e.target.value || undefined })}
        />
      </div>
      {policies.length > 1 && (
        <FilterSelect
          id="by-policy"
          label={t('case.policy')}
          value={search.policy}
          onChoose={(policy) => changeSearch({ policy })}
          options={policies.map((p) => ({ value: p.id, label: p.title }))}
        />
      )}
      {search.person && <ChosenPerson id={search.person} onClose={() => changeSearch({ person: undefined })} />}
    </div>
  )
}

function ChosenPerson({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation()
  const people = useQuery({
    queryKey: ['people', ''],
    staleTime: 60_000,
    queryFn: async () => (await dataOf(apiClient.GET('/people'))).items,
  }).data
  return (
    <Tag closable onClose={onClose}>
      {t('ledger.only_person', { name: people?.find((p) => p.id === id)?.name ?? '…' })}
    </Tag>
  )
}
