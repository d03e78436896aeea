import { Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import type { InboxFilters as Filters, Policy } from '../../api/queries'
import { FilterSelect } from '../../parts/FilterSelect'
import { holderFilters, urgencyFilters } from './search'

type InboxFiltersProps = { search: Filters; policies: Policy[]; changeSearch: (more: Filters) => void }

export function InboxFilters({ search, policies, changeSearch }: InboxFiltersProps) {
  const { t } = useTranslation()
  const lights = [
    { value: '', label: t('inbox.all') },
    ...urgencyFilters.map((value) => ({ value, label: t(`inbox.${value}`) })),
  ]
  return (
    <div className="filters" role="search">
      <div>
        <span className="label" id="by-urgency">
          {t('inbox.urgency')}
        </span>
        <Segmented<string>
          aria-labelledby="by-urgency"
          value={search.urgency ?? ''}
          options={lights}
          onChange={(chosen) => changeSearch({ urgency: urgencyFilters.find((u) => u === chosen) })}
        />
      </div>
      <FilterSelect
        id="by-holder"
        label={t('inbox.holder')}
        value={search.holder}
        onChoose={(holder) => changeSearch({ holder })}
        options={holderFilters.map((value) => ({ value, label: t(`inbox.${value}`) }))}
      />
      {policies.length > 1 && (
        <FilterSelect
          id="by-policy"
          label={t('inbox.policy')}
          value={search.policy}
          onChoose={(policy) => changeSearch({ policy })}
          options={policies.map((p) => ({ value: p.id, label: p.title }))}
        />
      )}
    </div>
  )
}
