import type { WidgetProps } from '@rjsf/utils'
import { Input, Select, Space } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Property } from '../formSchema'
import { lengthUnits, splitLength } from '../length'

/** LengthInput is how long: a whole number and its unit, kept as 15d. The unit is at first that of the regulation. */
export function LengthInput(props: WidgetProps) {
  const { t } = useTranslation()
  const of = splitLength(props.value)
  const [unit, setUnit] = useState<string>(
    of?.unit ?? splitLength((props.schema as Property).examples?.[0])?.unit ?? 'd',
  )
  const [typed, setTyped] = useState(of?.number ?? '')
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
