import { Select } from 'antd'
import { useTranslation } from 'react-i18next'

type FilterSelectProps<T extends string> = {
  id: string
  label: string
  value: T | undefined
  options: { value: T; label: string }[]
  onChoose: (value: T | undefined) => void
}

/** FilterSelect is one filter above a list, with "any" first. */
export function FilterSelect<T extends string>({ id, label, value, options, onChoose }: FilterSelectProps<T>) {
  const { t } = useTranslation()
  return (
    <div>
      <label htmlFor={id}>{label}</label>
      <Select<string>
        id={id}
        value={value ?? ''}
        popupMatchSelectWidth={false}
        options={[{ value: '', label: t('register.any') }, ...options]}
        onChange={(chosen) => onChoose(chosen === '' ? undefined : (chosen as T))}
      />
    </div>
  )
}
