// Fields of the administration's forms. A Form.Item gives them id, value and onChange.

import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import type { ComponentProps } from 'react'
import { useTranslation } from 'react-i18next'
import { policiesInForceQuery, unitsQuery } from '../../api/queries'
import { PersonSelect } from '../../parts/PersonSelect'

export type NamedPerson = { value: string; label: string }

type FormItemProps<V> = { id?: string; value?: V; onChange?: (value: V) => void; disabled?: boolean }

/** PersonField names one person, or nobody. */
export function PersonField({
  id,
  value,
  onChange,
  disabled,
  isEligible,
}: FormItemProps<NamedPerson[]> & { isEligible?: ComponentProps<typeof PersonSelect>['isEligible'] }) {
  return (
    <PersonSelect
      id={id}
      value={value ?? []}
      disabled={disabled}
      isEligible={isEligible}
      onChange={(chosen) => onChange?.(chosen)}
    />
  )
}

/** UnitField names an open unit, or none; "" is none. */
export function UnitField({
  id,
  value,
  onChange,
  titleOfNone,
  excludedIds,
}: FormItemProps<string> & { titleOfNone: string; excludedIds?: Set<string> }) {
  const { t } = useTranslation()
  const list = useQuery(unitsQuery)
  const open = (list.data ?? []).filter((u) => (!u.closed || u.id === value) && !excludedIds?.has(u.id))
  return (
    <Select<string>
      id={id}
      value={value ?? ''}
      onChange={onChange}
      showSearch={{ optionFilterProp: 'label' }}
      loading={list.isPending}
      placeholder={list.error ? t('form.units_failed') : undefined}
      options={[{ value: '', label: titleOfNone }, ...open.map((u) => ({ value: u.id, label: u.name }))]}
    />
  )
}

/** RolesField chooses roles, listed by regulation. */
export function RolesField({ id, value, onChange }: FormItemProps<string[]>) {
  const { t } = useTranslation()
  const policies = useQuery(policiesInForceQuery)
  const options = (policies.data ?? []).map((p) => ({
    label: p.title,
    options: p.roles.map((r) => ({ value: r.id, label: r.title, of: p.title })),
  }))
  return (
    <Select<string[]>
      id={id}
      mode="multiple"
      value={value}
      onChange={onChange}
      loading={policies.isPending}
      placeholder={t('form.choose')}
      options={options}
      showSearch={{
        filterOption: (typed, option) => {
          const o = option as unknown as { label: string; of?: string }
          return `${o.label} ${o.of ?? ''}`.includes(typed.trim())
        },
      }}
    />
  )
}
