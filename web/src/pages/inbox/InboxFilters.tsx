import { Input, Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import type { InboxFilters as Filters, Policy } from '../../api/queries'
import { FilterSelect } from '../../parts/FilterSelect'
import { holderFilters, urgencyFilters } from './search'

type InboxFiltersProps = {
  search: Filters
  words: string
  policies: Policy[]
  changeSearch: (more: Filters, typed?: string) => void
  /** Who holds a task, and how near its limit is, is asked of tasks alone. */
  onlyWords?: boolean
}

export function InboxFilters({ search, words, policies, changeSearch, onlyWords }: InboxFiltersProps) {
  const { t } = useTranslation()
  const lights = [
    { value: '', label: t('inbox.all') },
    ...urgencyFilters.map((value) => ({ value, label: t(`inbox.${value}`) })),
  ]
  return (
    <div className="filters" role="search">
      <div style={{ flex: '1 1 220px' }}>
        <label htmlFor="by-words">{t('inbox.search')}</label>
        <Input.Search
          id="by-words"
          key={words}
          defaultValue={words}
          allowClear
          maxLength={200}
          placeholder={t('inbox.search_hint')}
          enterButton={t('act.search')}
          onSearch={(typed) => changeSearch({}, typed.trim())}
        />
      </div>
      {!onlyWords && (
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
      )}
      {!onlyWords && (
        <FilterSelect
          id="by-holder"
          label={t('inbox.holder')}
          value={search.holder}
          onChoose={(holder) => changeSearch({ holder })}
          options={holderFilters.map((value) => ({ value, label: t(`inbox.${value}`) }))}
        />
      )}
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
