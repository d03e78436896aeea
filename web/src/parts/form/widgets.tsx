// One control for each format that a policy's forms use.

import type { WidgetProps } from '@rjsf/utils'
import { useQuery } from '@tanstack/react-query'
import { Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { units } from '../../api/queries'
import { PersonSelect } from '../PersonSelect'
import { fenToYuan, instantToLocal, localToInstant, yuanToFen } from '../values'

/** Context is what the controls of a form know besides the schema. */
export type Context = {
  /** What the field of a case's own ids can name, by field: slips, notices, deadlines. */
  choices?: Record<string, { value: string; label: string }[]>
  /** Names of people already chosen, so that a draft can show them again. */
  names: Record<string, string>
  named: (names: Record<string, string>) => void
}

const contextOf = (props: WidgetProps) => props.registry.formContext as Context

function Textarea(props: WidgetProps) {
  return (
    <Input.TextArea
      id={props.id} value={(props.value as string | undefined) ?? ''} disabled={props.disabled} autoSize={{ minRows: 3, maxRows: 14 }}
      maxLength={props.schema.maxLength} onChange={(e) => props.onChange(e.target.value === '' ? undefined : e.target.value)}
    />
  )
}

/** Money is typed in yuan and kept in fen; what is no amount is kept as typed, for the validator to refuse. */
function Money(props: WidgetProps) {
  const { t } = useTranslation()
  const value: unknown = props.value
  const [typed, setTyped] = useState(typeof value === 'number' ? fenToYuan(value) : String(value ?? ''))
  return (
    <Input
      id={props.id} value={typed} disabled={props.disabled} inputMode="decimal" suffix={t('form.yuan')}
      onChange={(e) => {
        setTyped(e.target.value)
        props.onChange(e.target.value.trim() === '' ? undefined : yuanToFen(e.target.value) ?? e.target.value)
      }}
    />
  )
}

function Day(props: WidgetProps) {
  return (
    <Input
      id={props.id} type="date" value={(props.value as string | undefined) ?? ''} disabled={props.disabled}
      onChange={(e) => props.onChange(e.target.value || undefined)}
    />
  )
}

/** Instant is typed as a wall time of the organisation, wherever the browser is. */
function Instant(props: WidgetProps) {
  const value = props.value as string | undefined
  return (
    <Input
      id={props.id} type="datetime-local" value={value ? instantToLocal(value) : ''} disabled={props.disabled}
      onChange={(e) => props.onChange(localToInstant(e.target.value) ?? undefined)}
    />
  )
}

function Unit(props: WidgetProps) {
  const { t } = useTranslation()
  const list = useQuery(units)
  return (
    <Select
      id={props.id} value={props.value as string | undefined} disabled={props.disabled} allowClear showSearch={{ optionFilterProp: 'label' }}
      loading={list.isPending} placeholder={list.error ? t('form.units_failed') : t('form.choose')} style={{ width: '100%' }}
      options={(list.data ?? []).map((u) => ({ value: u.id, label: u.name }))} onChange={(chosen: string | undefined) => props.onChange(chosen)}
    />
  )
}

function People(props: WidgetProps) {
  const context = contextOf(props)
  const multiple = props.schema.type === 'array'
  const value: unknown = props.value
  const ids = (Array.isArray(value) ? value : value ? [value] : []) as string[]
  return (
    <PersonSelect
      id={props.id} multiple={multiple} disabled={props.disabled} value={ids.map((id) => ({ value: id, label: context.names[id] ?? id }))}
      onChange={(chosen) => {
        context.named(Object.fromEntries(chosen.map((c) => [c.value, c.label])))
        const chosenIds = chosen.map((c) => c.value)
        props.onChange(multiple ? (chosenIds.length ? chosenIds : undefined) : chosenIds[0])
      }}
    />
  )
}

/** Id names something of the case; without a list of what there is, it is typed. */
function Id(props: WidgetProps) {
  const { t } = useTranslation()
  const options = contextOf(props).choices?.[props.name]
  const value = props.value as string | undefined
  if (!options) return <Input id={props.id} value={value ?? ''} disabled={props.disabled} onChange={(e) => props.onChange(e.target.value || undefined)} />
  return (
    <Select
      id={props.id} value={value} options={options} disabled={props.disabled} allowClear={!props.required} placeholder={t('form.choose')}
      style={{ width: '100%' }} onChange={(chosen: string | undefined) => props.onChange(chosen)}
    />
  )
}

/** widgets are named by the formats of policy forms. */
export const widgets = { textarea: Textarea, fen: Money, date: Day, 'date-time': Instant, unit: Unit, person: People, people: People, id: Id }
