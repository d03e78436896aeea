import { Button, Input, Popover, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useKept } from '../../parts/useKept'
import { readRegisterSearch, type RegisterSearch } from './search'

type Kept = { name: string; search: Record<string, unknown> }

const isKept = (value: unknown): value is Kept[] =>
  Array.isArray(value) &&
  value.every((one: unknown) => {
    const { name, search } = (one ?? {}) as Partial<Kept>
    return typeof name === 'string' && typeof search === 'object'
  })

/** KeptFilters are filters that their reader has given a name: one click sets them all. Words are not kept. */
export function KeptFilters({ search, choose }: { search: RegisterSearch; choose: (search: RegisterSearch) => void }) {
  const { t } = useTranslation()
  const [kept = [], keep] = useKept('register.filters', isKept)
  const [name, setName] = useState('')
  const [asking, setAsking] = useState(false)
  const filtered = Object.values(search).some(Boolean)
  const save = () => {
    const title = name.trim()
    if (!title) return
    keep([...kept.filter((one) => one.name !== title), { name: title, search }])
    setName('')
    setAsking(false)
  }
  if (kept.length === 0 && !filtered) return null
  return (
    <div className="row" role="group" aria-label={t('register.kept')}>
      {kept.map((one) => (
        <Tag key={one.name} closable onClose={() => keep(kept.filter((other) => other !== one))}>
          <Button type="link" size="small" onClick={() => choose(readRegisterSearch(one.search))}>
            {one.name}
          </Button>
        </Tag>
      ))}
      {filtered && (
        <Popover
          trigger="click"
          open={asking}
          onOpenChange={setAsking}
          content={
            <form
              className="row"
              onSubmit={(event) => {
                event.preventDefault()
                save()
              }}
            >
              <Input
                aria-label={t('register.kept_name')}
                placeholder={t('register.kept_name')}
                maxLength={30}
                value={name}
                onChange={(event) => setName(event.target.value)}
              />
              <Button type="primary" htmlType="submit" disabled={!name.trim()}>
                {t('register.save')}
              </Button>
            </form>
          }
        >
          <Button size="small">{t('register.keep')}</Button>
        </Popover>
      )}
    </div>
  )
}
