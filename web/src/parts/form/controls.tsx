// The controls of the staff's forms; which format has which, formats says.

import type { WidgetProps } from '@rjsf/utils'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, Input, Select } from 'antd'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { unitsQuery } from '../../api/queries'
import { PersonSelect } from '../PersonSelect'
import { Failure } from '../states'
import { CaseInput } from './CaseInput'
import { formContextOf } from './formContext'
import { LengthInput } from './LengthInput'
import type { TypedInput } from '../typedInput'

function LongTextInput(props: WidgetProps) {
  return (
    <Input.TextArea
      id={props.id}
      value={(props.value as string | undefined) ?? ''}
      disabled={props.disabled}
      autoSize={{ minRows: 3, maxRows: 14 }}
      maxLength={props.schema.maxLength}
      onChange={(e) => props.onChange(e.target.value === '' ? undefined : e.target.value)}
    />
  )
}

/** TypedValue is typed into a box; what is no value is kept as it was typed, for the validator to refuse. */
function TypedValue(props: WidgetProps) {
  const { type, keyboard, unit, read, write } = props.options.typed as TypedInput
  const value = props.value as string | number | undefined
  const [typed, setTyped] = useState('')
  const valueOf = (text: string) => (text.trim() === '' ? undefined : (read(text) ?? text))
  return (
    <Input
      id={props.id}
      type={type}
      value={valueOf(typed) === value ? typed : value === undefined ? '' : write(value)}
      disabled={props.disabled}
      inputMode={keyboard}
      suffix={unit?.()}
      onChange={(e) => {
        setTyped(e.target.value)
        props.onChange(valueOf(e.target.value))
      }}
    />
  )
}

function UnitSelect(props: WidgetProps) {
  const { t } = useTranslation()
  const list = useQuery(unitsQuery)
  const multiple = props.schema.type === 'array'
  return (
    <Select
      id={props.id}
      mode={multiple ? 'multiple' : undefined}
      value={props.value as string | string[] | undefined}
      disabled={props.disabled}
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      loading={list.isPending}
      placeholder={list.error ? t('form.units_failed') : t('form.choose')}
      style={{ width: '100%' }}
      options={(list.data ?? []).map((u) => ({ value: u.id, label: u.name }))}
      onChange={(chosen: string | string[] | undefined) => props.onChange(chosen?.length ? chosen : undefined)}
    />
  )
}

function PeopleSelect(props: WidgetProps) {
  const context = formContextOf(props)
  const multiple = props.schema.type === 'array'
  const value: unknown = props.value
  const ids = ((Array.isArray(value) ? value : [value]) as (string | undefined)[]).filter(
    (id) => id !== undefined && id !== '',
  ) as string[]
  return (
    <PersonSelect
      id={props.id}
      multiple={multiple}
      disabled={props.disabled}
      isEligible={context.isEligible}
      listed={context.isEligible !== undefined}
      value={ids.map((id) => ({ value: id, label: context.namesById[id] ?? id }))}
      onChange={(chosen) => {
        context.rememberNames(Object.fromEntries(chosen.map((c) => [c.value, c.label])))
        const chosenIds = chosen.map((c) => c.value)
        props.onChange(multiple ? (chosenIds.length ? chosenIds : undefined) : chosenIds[0])
      }}
    />
  )
}

/** AttachmentsInput are handed in as they are chosen; what is sent later are their ids. */
function AttachmentsInput(props: WidgetProps) {
  const { t } = useTranslation()
  const context = formContextOf(props)
  const multiple = props.schema.type === 'array'
  const value: unknown = props.value
  const ids = ((Array.isArray(value) ? value : [value]) as (string | undefined)[]).filter(
    (id) => id !== undefined && id !== '',
  ) as string[]
  const input = useRef<HTMLInputElement>(null)
  const tell = (named: string[]) => props.onChange(named.length === 0 ? undefined : multiple ? named : named.at(-1))
  const handing = useMutation({
    mutationFn: async (files: File[]) => {
      const added: { id: string; name: string }[] = []
      for (const file of files) if (context.handInFile) added.push(await context.handInFile(file, props.name))
      return added
    },
    onSuccess: (added) => {
      context.rememberNames(Object.fromEntries(added.map((a) => [a.id, a.name])))
      tell([...ids, ...added.map((a) => a.id)])
    },
  })
  return (
    <>
      {ids.length > 0 && (
        <ul className="plain-list">
          {ids.map((id) => (
            <li key={id} className="row spread">
              <span>{context.namesById[id] ?? id.slice(0, 8)}</span>
              <Button size="small" disabled={props.disabled} onClick={() => tell(ids.filter((other) => other !== id))}>
                {t('form.remove')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <input
        id={props.id}
        ref={input}
        type="file"
        hidden
        multiple={multiple}
        disabled={props.disabled ?? handing.isPending}
        onChange={(e) => {
          handing.mutate([...(e.target.files ?? [])])
          e.target.value = ''
        }}
      />
      <Button disabled={props.disabled} loading={handing.isPending} onClick={() => input.current?.click()}>
        {t('form.choose_files')}
      </Button>{' '}
      <span role="status" className="quiet">
        {handing.isPending && t('form.handing_in')}
      </span>
      {handing.error && <Failure error={handing.error} />}
    </>
  )
}

type Choice = { const: string; title: string; group?: string }

type Option = { value?: string; label: string; short?: string; options?: Option[] }

/** groupOptions is a tree of two levels: each group where its first choice stands, the others by themselves. */
function groupOptions(choices: Choice[]): Option[] {
  const option = ({ const: value, title: label, group }: Choice): Option => ({
    value,
    label,
    short: group ? label.slice(group.length + 1) : label,
  })
  return choices.flatMap((c, i): Option[] => {
    if (!c.group) return [option(c)]
    const first = choices.findIndex((other) => other.group === c.group) === i
    return first ? [{ label: c.group, options: choices.filter((other) => other.group === c.group).map(option) }] : []
  })
}

/** SearchedSelect is one of many, found by typing a part of its title or of its group's. */
function SearchedSelect(props: WidgetProps) {
  const { t } = useTranslation()
  const options = groupOptions((props.schema.oneOf ?? []) as Choice[])
  return (
    <Select
      id={props.id}
      value={props.value as string | undefined}
      disabled={props.disabled}
      placeholder={t('form.choose')}
      style={{ width: '100%' }}
      showSearch={{ optionFilterProp: 'label' }}
      options={options}
      optionRender={({ data }) => data.short}
      onChange={(chosen: string | undefined) => props.onChange(chosen)}
    />
  )
}

/** IdInput names something of the case; without a list of what there is, it is typed. */
function IdInput(props: WidgetProps) {
  const { t } = useTranslation()
  const options = formContextOf(props).choicesByField?.[props.name]
  const value = props.value as string | undefined
  if (!options)
    return (
      <Input
        id={props.id}
        value={value ?? ''}
        disabled={props.disabled}
        onChange={(e) => props.onChange(e.target.value || undefined)}
      />
    )
  return (
    <Select
      id={props.id}
      value={value}
      options={options}
      disabled={props.disabled}
      allowClear={!props.required}
      placeholder={t('form.choose')}
      style={{ width: '100%' }}
      onChange={(chosen: string | undefined) => props.onChange(chosen)}
    />
  )
}

/** controls are named by the rows of formats. */
export const controls = {
  longtext: LongTextInput,
  typed: TypedValue,
  unit: UnitSelect,
  people: PeopleSelect,
  attachments: AttachmentsInput,
  id: IdInput,
  searched: SearchedSelect,
  length: LengthInput,
  case: CaseInput,
}
