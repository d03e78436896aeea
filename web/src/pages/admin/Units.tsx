import { useQuery } from '@tanstack/react-query'
import { Button, Form, Grid, Input, Space, Table, Tag, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { apiClient, newIdempotencyKey } from '../../api/client'
import { unitsQuery } from '../../api/queries'
import { Failure, Loading, EmptyNote } from '../../parts/states'
import { PersonField, UnitField, type Named } from './fields'
import { ListSearch } from './ListSearch'
import { FormModal } from './FormModal'
import { allAccountsQuery, useNamesById, type Unit } from './organisation'
import { branches, unitsWithin, type Branch } from './tree'
import { useConfirmation } from './useConfirmation'
import type { PartProps } from './search'

/** save writes all that is known of a unit. The same again changes nothing, so it needs no key. */
const save = ({ id, name, parent, manager, closed }: Unit) =>
  apiClient.PUT('/units/{id}', {
    params: { path: { id } },
    body: { name, ...(parent && { parent }), ...(manager && { manager }), ...(closed && { closed }) },
  })

/** Units are the organisation's, each below its superior. */
export function Units({ search, change }: PartProps) {
  const { t } = useTranslation()
  const list = useQuery(unitsQuery)
  const [editing, setEditing] = useState<Unit | null>(null)
  const wide = Grid.useBreakpoint().md ?? true
  const q = (search.q ?? '').toLowerCase()
  const rows = branches(list.data ?? [])
    .filter((b) => b.unit.name.toLowerCase().includes(q))
    .map((b) => (q ? { ...b, depth: 0 } : b))
  const List = wide ? UnitTable : UnitCards
  return (
    <>
      <ListSearch
        label={t('administration.unit.search')}
        hint={t('administration.unit.search_hint')}
        value={search.q}
        change={(typed) => change({ q: typed })}
      >
        <Button
          type="primary"
          onClick={() =>
            setEditing({ id: `unit-${newIdempotencyKey()}`, name: '', parent: null, manager: null, closed: false })
          }
        >
          {t('administration.unit.add')}
        </Button>
      </ListSearch>
      {list.isPending && <Loading />}
      {list.error && <Failure error={list.error} retry={() => void list.refetch()} />}
      {rows.length > 0 && <List rows={rows} edit={setEditing} />}
      {list.data && rows.length === 0 && (
        <EmptyNote text={t(q ? 'administration.unit.nothing' : 'administration.unit.none')} />
      )}
      {editing && <UnitForm unit={editing} all={list.data ?? []} close={() => setEditing(null)} />}
    </>
  )
}

type Rows = { rows: Branch[]; edit: (unit: Unit) => void }

/** useHeadCount counts the active people of each unit. */
function useHeadCount(): (unit: Unit) => number {
  const people = useQuery(allAccountsQuery).data ?? []
  return (unit) => people.filter((p) => p.active && p.unit === unit.id).length
}

function UnitName({ unit }: { unit: Unit }) {
  const { t } = useTranslation()
  return (
    <>
      {unit.name}
      {unit.closed && (
        <>
          {' '}
          <Tag>{t('administration.closed')}</Tag>
        </>
      )}
    </>
  )
}

function UnitActs({ unit, edit }: { unit: Unit; edit: Rows['edit'] }) {
  const { t } = useTranslation()
  const ask = useConfirmation()
  const { name } = unit
  const close = () =>
    ask({
      title: t('administration.unit.close', { name }),
      text: t('administration.unit.close_what'),
      ok: t('administration.close'),
      act: () => save({ ...unit, closed: true }),
      done: t('administration.unit.closed', { name }),
    })
  const reopen = () =>
    ask({
      title: t('administration.reopen'),
      text: name,
      ok: t('administration.reopen'),
      act: () => save({ ...unit, closed: false }),
      done: t('administration.unit.reopened', { name }),
    })
  return (
    <Space wrap>
      <Button size="small" aria-label={`${t('administration.edit')} ${name}`} onClick={() => edit(unit)}>
        {t('administration.edit')}
      </Button>
      {unit.closed ? (
        <Button size="small" aria-label={`${t('administration.reopen')} ${name}`} onClick={reopen}>
          {t('administration.reopen')}
        </Button>
      ) : (
        <Button size="small" danger aria-label={`${t('administration.close')} ${name}`} onClick={close}>
          {t('administration.close')}
        </Button>
      )}
    </Space>
  )
}

function UnitTable({ rows, edit }: Rows) {
  const { t } = useTranslation()
  const name = useNamesById(),
    heads = useHeadCount()
  const columns: TableColumnsType<Branch> = [
    {
      title: t('administration.unit.name'),
      render: (_, { unit, depth }) => (
        <span style={{ paddingLeft: depth * 24 }}>
          <UnitName unit={unit} />
        </span>
      ),
    },
    {
      title: t('administration.unit.manager'),
      width: 200,
      render: (_, { unit }) =>
        unit.manager ? name(unit.manager) : <span className="quiet">{t('administration.unit.nobody')}</span>,
    },
    {
      title: t('administration.unit.people'),
      width: 120,
      render: (_, { unit }) => t('administration.unit.count', { n: heads(unit) }),
    },
    { key: 'acts', width: 190, render: (_, { unit }) => <UnitActs unit={unit} edit={edit} /> },
  ]
  return (
    <Table<Branch>
      rowKey={(row) => row.unit.id}
      columns={columns}
      dataSource={rows}
      size="middle"
      pagination={rows.length > 50 && { pageSize: 50, showSizeChanger: false }}
    />
  )
}

function UnitCards({ rows, edit }: Rows) {
  const { t } = useTranslation()
  const name = useNamesById(),
    heads = useHeadCount()
  return (
    <ul className="cards">
      {rows.map(({ unit }) => (
        <li key={unit.id}>
          <p>
            <strong>
              <UnitName unit={unit} />
            </strong>
          </p>
          {unit.parent && (
            <p className="quiet">
              {t('administration.unit.parent')}
              {t('mark.colon')}
              {name(unit.parent)}
            </p>
          )}
          <p className="quiet">
            {t('administration.unit.manager')}
            {t('mark.colon')}
            {unit.manager ? name(unit.manager) : t('administration.unit.nobody')} · {t('administration.unit.people')}
            {t('mark.colon')}
            {t('administration.unit.count', { n: heads(unit) })}
          </p>
          <UnitActs unit={unit} edit={edit} />
        </li>
      ))}
    </ul>
  )
}

type Typed = { name: string; parent: string; manager: Named[]; closed: boolean }

function UnitForm({ unit, all, close }: { unit: Unit; all: Unit[]; close: () => void }) {
  const { t } = useTranslation()
  const name = useNamesById()
  const initial: Typed = {
    name: unit.name,
    parent: unit.parent ?? '',
    manager: unit.manager ? [{ value: unit.manager, label: name(unit.manager) }] : [],
    closed: unit.closed,
  }
  return (
    <FormModal<Typed>
      title={t(unit.name ? 'administration.unit.edit' : 'administration.unit.add')}
      initial={initial}
      close={close}
      send={(typed) =>
        save({
          id: unit.id,
          name: typed.name.trim(),
          parent: typed.parent || null,
          manager: typed.manager[0]?.value ?? null,
          closed: unit.closed,
        })
      }
    >
      <Form.Item
        name="name"
        label={t('administration.unit.name')}
        rules={[{ required: true, whitespace: true, message: t('form.error.missing') }]}
      >
        <Input maxLength={100} autoFocus />
      </Form.Item>
      <Form.Item name="parent" label={t('administration.unit.parent')}>
        <UnitField none={t('administration.unit.no_parent')} without={unitsWithin(all, unit.id)} />
      </Form.Item>
      <Form.Item name="manager" label={t('administration.unit.manager')}>
        <PersonField />
      </Form.Item>
    </FormModal>
  )
}
