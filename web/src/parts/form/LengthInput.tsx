import type { WidgetProps } from '@rjsf/utils'
import { Input, Select, Space } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Property } from '../formSchema'

const lengthUnits = ['wd', 'd', 'h', 'm'] as const

/** LengthInput is how long: a whole number and its unit, kept as 15d. The unit is at first that of the regulation. */
export function LengthInput(props: WidgetProps) {
  const { t } = useTranslation()
  const of = (length: unknown) => /^(\d*)(wd|d|h|m)$/.exec(typeof length === 'string' ? length : '')
  const [unit, setUnit] = useState(of(props.value)?.[2] ?? of((props.schema as Property).examples?.[0])?.[2] ?? 'd')
  const [typed, setTyped] = useState(of(props.value)?.[1] ?? '')
  const change = (number: string, chosen: string) => {
    setTyped(number)
    setUnit(chosen)
    props.onChange(number.trim() === '' ? undefined : number.normalize('NFKC').trim() + chosen)
  }
  return (
    <Space.Compact>
      <Input
        id={props.id}
        value={typed}
        disabled={props.disabled}
        inputMode="numeric"
        style={{ width: 100 }}
        onChange={(e) => change(e.target.value, unit)}
      />
      <Select
        aria-label={t('form.length_unit')}
        value={unit}
        disabled={props.disabled}
        popupMatchSelectWidth={false}
        options={lengthUnits.map((u) => ({ value: u, label: t(`length.unit_${u}`) }))}
        onChange={(chosen: string) => change(typed, chosen)}
      />
    </Space.Compact>
  )
}
