import type { WidgetProps } from '@rjsf/utils'
import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { searchCases } from '../../api/cases'
import { formContextOf } from './formContext'

/** CaseInput finds another open case of the same regulation by its number or subject. */
export function CaseInput(props: WidgetProps) {
  const { t } = useTranslation()
  const { namesById, rememberNames, caseOfForm } = formContextOf(props)
  const [typed, setTyped] = useState('')
  const q = useDeferredValue(typed.trim())
  const found = useQuery({
    queryKey: ['register', 'other', q, caseOfForm?.policy],
    enabled: q !== '',
    staleTime: 10_000,
    queryFn: async () => (await searchCases({ q, policy: caseOfForm?.policy, status: 'open', limit: 20 })).items,
  })
  const options = (found.data ?? [])
    .filter((row) => row.id !== caseOfForm?.id)
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
      value={value ? { value, label: namesById[value] ?? value } : undefined}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      notFoundContent={q === '' ? t('form.find_case') : found.isPending ? t('state.loading') : t('register.nothing')}
      onChange={(chosen: { value: string; label: string } | undefined) => {
        if (chosen) rememberNames({ [chosen.value]: chosen.label })
        props.onChange(chosen?.value)
      }}
    />
  )
}
