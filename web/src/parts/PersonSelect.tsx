import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../api/client'
import { peopleQuery, unitsQuery } from '../api/queries'

type PersonOption = { value: string; label: string }
type PersonSelectProps = {
  id?: string
  value: PersonOption[]
  multiple?: boolean
  disabled?: boolean
  label?: string
  onChange: (chosen: PersonOption[]) => void
  /** Says who can be meant; others are shown, so that nobody looks for them in vain, but cannot be chosen. */
  isEligible?: (person: Schemas['PersonView']) => boolean
  /** Lists who can be meant before anything is typed. */
  listed?: boolean
}

/** PersonSelect finds people by name. What is chosen keeps its name, so that it can be shown again. */
export function PersonSelect(props: PersonSelectProps) {
  const { id, value, multiple, disabled, label, onChange, isEligible, listed = false } = props
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const q = useDeferredValue(typed.trim())
  const found = useQuery(peopleQuery(q, listed))
  const places = useQuery(unitsQuery).data ?? []
  const unit = (id: string | null) => places.find((u) => u.id === id)?.name
  const offered = (found.data ?? []).filter((p) => q !== '' || !isEligible || isEligible(p))
  const options = offered.map((p) => ({
    value: p.id,
    label: p.called === p.name ? [p.name, unit(p.unit)].filter(Boolean).join(' · ') : p.called,
    disabled: isEligible ? !isEligible(p) : false,
  }))
  const tellChosen = (chosen: PersonOption | PersonOption[] | null | undefined) =>
    onChange(
      (Array.isArray(chosen) ? chosen : chosen ? [chosen] : []).map(({ value: v, label: l }) => ({
        value: v,
        label: l,
      })),
    )
  return (
    <Select
      id={id}
      aria-label={label}
      mode={multiple ? 'multiple' : undefined}
      labelInValue
      allowClear
      disabled={disabled}
      style={{ width: '100%' }}
      value={(multiple ? value : value[0]) as never}
      options={options}
      placeholder={t('form.find_person')}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      onChange={(chosen) => tellChosen(chosen)}
      notFoundContent={
        q === '' && !listed ? t('form.find_person') : found.isPending ? t('state.loading') : t('form.found', { n: 0 })
      }
    />
  )
}
