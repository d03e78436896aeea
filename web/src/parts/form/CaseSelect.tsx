import type { WidgetProps } from '@rjsf/utils'
import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { apiClient, dataOf } from '../../api/client'
import { contextOf } from './formContext'

/** CaseSelect finds another open case of the same regulation by its number or subject. */
export function CaseSelect(props: WidgetProps) {
  const { t } = useTranslation()
  const { names, named, matter } = contextOf(props)
  const [typed, setTyped] = useState('')
  const q = useDeferredValue(typed.trim())
  const found = useQuery({
    queryKey: ['register', 'other', q, matter?.policy],
    enabled: q !== '',
    staleTime: 10_000,
    queryFn: async () =>
      (
        await dataOf(
          apiClient.GET('/cases', { params: { query: { q, policy: matter?.policy, status: 'open', limit: 20 } } }),
        )
      ).items,
  })
  const options = (found.data ?? [])
    .filter((row) => row.id !== matter?.id)
    .map((row) => ({
      value: row.id,
      label: [row.number ?? t('case.no_number'), row.subject].filter(Boolean).join(' '),
    }))
  const value = props.value as string | undefined
  return (
    <Select
      id={props.id}
      labelInValue
      allowClear
      disabled={props.disabled}
      style={{ width: '100%' }}
      placeholder={t('form.find_case')}
      options={options}
      value={value ? { value, label: names[value] ?? value } : undefined}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      notFoundContent={q === '' ? t('form.find_case') : found.isPending ? t('state.loading') : t('register.nothing')}
      onChange={(chosen: { value: string; label: string } | undefined) => {
        if (chosen) named({ [chosen.value]: chosen.label })
        props.onChange(chosen?.value)
      }}
    />
  )
}
