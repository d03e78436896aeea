import { useQuery } from '@tanstack/react-query'
import { Button, Form, Grid, Input, Space, Table, Tag, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { apiClient, newIdempotencyKey } from '../../api/client'
import { unitsQuery } from '../../api/queries'
import { Failure, Loading, EmptyNote } from '../../parts/states'
import { PersonField, UnitField, type NamedPerson } from './fields'
import { ListSearch } from './ListSearch'
import { FormModal } from './FormModal'
import { allAccountsQuery, useNamesById, type Unit } from './organisation'
import { unitsAsTree, unitIdsWithin, type UnitAtDepth } from './tree'
import { useAskToConfirm } from './useAskToConfirm'
import type { AdminPartProps } from './search'

/** saveUnit writes all that is known of a unit. The same again changes nothing, so it needs no key. */
const saveUnit = ({ id, name, parent, manager, closed }: Unit) =>
  apiClient.PUT('/units/{id}', {
    params: { path: { id } },
    body: { name, ...(parent && { parent }), ...(manager && { manager }), ...(closed && { closed }) },
  })

/** Units are the organisation's, each below its superior. */
export function Units({ search, changeSearch }: AdminPartProps) {
  const { t } = useTranslation()
  const list = useQuery(unitsQuery)
  const [editing, setEditing] = useState<Unit | null>(null)
  const wide = Grid.useBreakpoint().md ?? true
  const q = (search.q ?? '').toLowerCase()
  const rows = unitsAsTree(list.data ?? [])
    .filter((b) => b.unit.name.toLowerCase().includes(q))
    .map((b) => (q ? { ...b, depth: 0 } : b))
  const List = wide ? UnitTable : UnitCards
  return (
    <>
      <ListSearch
        label={t('administration.unit.search')}
        hint={t('administration.unit.search_hint')}
        value={search.q}
        onSearch={(typed) => changeSearch({ q: typed })}
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
      {rows.length > 0 && <List rows={rows} onEdit={setEditing} />}
      {list.data && rows.length === 0 && (
        <EmptyNote text={t(q ? 'administration.unit.nothing' : 'administration.unit.none')} />
      )}
      {editing && <UnitForm unit={editing} allUnits={list.data ?? []} onClose={() => setEditing(null)} />}
    </>
  )
}

type UnitListProps = { rows: UnitAtDepth[]; onEdit: (unit: Unit) => void }

/** useHeadCountOf counts the active people of each unit. */
function useHeadCountOf(): (unit: Unit) => number {
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

function UnitButtons({ unit, onEdit }: { unit: Unit; onEdit: UnitListProps['onEdit'] }) {
  const { t } = useTranslation()
  const ask = useAskToConfirm()
  const { name } = unit
  const close = () =>
    ask({
      title: t('administration.unit.close', { name }),
      text: t('administration.unit.close_what'),
      okText: t('administration.close'),
      perform: () => saveUnit({ ...unit, closed: true }),
      onDone: t('administration.unit.closed', { name }),
    })
  const reopen = () =>
    ask({
      title: t('administration.reopen'),
      text: name,
      okText: t('administration.reopen'),
      perform: () => saveUnit({ ...unit, closed: false }),
      onDone: t('administration.unit.reopened', { name }),
    })
  return (
    <Space wrap>
      <Button size="small" aria-label={`${t('administration.edit')} ${name}`} onClick={() => onEdit(unit)}>
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

function UnitTable({ rows, onEdit }: UnitListProps) {
  const { t } = useTranslation()
  const name = useNamesById(),
    heads = useHeadCountOf()
  const columns: TableColumnsType<UnitAtDepth> = [
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
    { key: 'acts', width: 190, render: (_, { unit }) => <UnitButtons unit={unit} onEdit={onEdit} /> },
  ]
  return (
    <Table<UnitAtDepth>
      rowKey={(row) => row.unit.id}
      columns={columns}
      dataSource={rows}
      size="middle"
      pagination={rows.length > 50 && { pageSize: 50, showSizeChanger: false }}
    />
  )
}

function UnitCards({ rows, onEdit }: UnitListProps) {
  const { t } = useTranslation()
  const name = useNamesById(),
    heads = useHeadCountOf()
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
          <UnitButtons unit={unit} onEdit={onEdit} />
        </li>
      ))}
    </ul>
  )
}

type TypedUnit = { name: string; parent: string; manager: NamedPerson[]; closed: boolean }

function UnitForm({ unit, allUnits, onClose }: { unit: Unit; allUnits: Unit[]; onClose: () => void }) {
  const { t } = useTranslation()
  const name = useNamesById()
  const initial: TypedUnit = {
    name: unit.name,
    parent: unit.parent ?? '',
    manager: unit.manager ? [{ value: unit.manager, label: name(unit.manager) }] : [],
    closed: unit.closed,
  }
  return (
    <FormModal<TypedUnit>
      title={t(unit.name ? 'administration.unit.edit' : 'administration.unit.add')}
      initial={initial}
      onClose={onClose}
      sendTyped={(typed) =>
        saveUnit({
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
        <UnitField titleOfNone={t('administration.unit.no_parent')} excludedIds={unitIdsWithin(allUnits, unit.id)} />
      </Form.Item>
      <Form.Item name="manager" label={t('administration.unit.manager')}>
        <PersonField />
      </Form.Item>
    </FormModal>
  )
}
