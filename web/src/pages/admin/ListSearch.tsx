import { Input } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

type ListSearchProps = {
  label: string
  hint: string
  value: string | undefined
  onSearch: (typed: string | undefined) => void
  children?: ReactNode
}

/** ListSearch is the search above a list, with what can be added to the list beside it. */
export function ListSearch({ label, hint, value, onSearch, children }: ListSearchProps) {
  const { t } = useTranslation()
  return (
    <div className="filters" role="search">
      <div style={{ flex: '1 1 260px', maxWidth: 420 }}>
        <label htmlFor="find">{label}</label>
        <Input.Search
          id="find"
          key={value ?? ''}
          defaultValue={value}
          allowClear
          placeholder={hint}
          enterButton={t('act.search')}
          onSearch={(typed) => onSearch(typed.trim() || undefined)}
        />
      </div>
      {children}
    </div>
  )
}
