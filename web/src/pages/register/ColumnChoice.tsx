import { Button, Checkbox, Popover } from 'antd'
import { useTranslation } from 'react-i18next'
import { choosable } from './columns'

/** ColumnChoice lets the reader of the register choose what it shows of each case. */
export function ColumnChoice({
  chosen,
  choose,
}: {
  chosen: string[]
  choose: (columns: string[] | undefined) => void
}) {
  const { t } = useTranslation()
  const all = choosable()
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      title={t('register.columns')}
      content={
        <div className="stack">
          <Checkbox.Group
            className="column-choice"
            value={chosen}
            onChange={(keys) => choose(all.map(({ key }) => key).filter((key) => keys.includes(key)))}
            options={all.map(({ key, title }) => ({ value: key, label: title, disabled: key === 'case.number' }))}
          />
          <Button size="small" onClick={() => choose(undefined)}>
            {t('register.usual_columns')}
          </Button>
        </div>
      }
    >
      <Button>{t('register.columns')}</Button>
    </Popover>
  )
}
