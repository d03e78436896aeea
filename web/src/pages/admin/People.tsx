import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Button, Grid, Space, Table, Tag, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { apiClient } from '../../api/client'
import { policiesInForceQuery } from '../../api/queries'
import { joinList } from '../../words/i18n'
import { useSignedInPerson } from '../../app/session'
import { Failure, Loading, EmptyNote } from '../../parts/states'
import { ListSearch } from './ListSearch'
import { accountsQuery, askedOf, useNamesById, type Account } from './organisation'
import { NewLinkModal, useMakeLink, type NewLink } from './NewLinkModal'
import { PersonForm } from './PersonForm'
import { PersonNotices } from './PersonNotices'
import { useAskToConfirm } from './useAskToConfirm'
import type { AdminPartProps } from './search'

/** People are all who have an account, found by name. */
export function People({ search, changeSearch }: AdminPartProps) {
  const { t } = useTranslation()
  const pages = useInfiniteQuery(accountsQuery(search.q ?? ''))
  const [editing, setEditing] = useState<Account | 'new' | null>(null)
  const [fresh, setFresh] = useState<NewLink | null>(null)
  const wide = Grid.useBreakpoint().md ?? true
  const rows = pages.data?.pages.flatMap((page) => page.items) ?? []
  const List = wide ? PeopleTable : PeopleCards
  return (
    <>
      <ListSearch
        label={t('administration.person.search')}
        hint={t('administration.person.search_hint')}
        value={search.q}
        onSearch={(typed) => changeSearch({ q: typed })}
      >
        <Button type="primary" onClick={() => setEditing('new')}>
          {t('administration.person.add')}
        </Button>
      </ListSearch>
      {pages.isPending && <Loading />}
      {pages.error && <Failure error={pages.error} retry={() => void pages.refetch()} />}
      {rows.length > 0 && <List rows={rows} onEdit={setEditing} onNewLink={setFresh} />}
      {pages.data && rows.length === 0 && (
        <EmptyNote text={t(search.q ? 'administration.person.nothing' : 'administration.person.none')} />
      )}
      {pages.hasNextPage && (
        <p>
          <Button loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {t('act.more')}
          </Button>
        </p>
      )}
      {editing && (
        <PersonForm
          account={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
          onNewLink={setFresh}
        />
      )}
      {fresh && <NewLinkModal {...fresh} onClose={() => setFresh(null)} />}
    </>
  )
}

type PeopleListProps = {
  rows: Account[]
  onEdit: (account: Account) => void
  onNewLink: (fresh: NewLink) => void
}

/** useRoleTitlesOf are the titles of a person's roles, each with its regulation. */
function useRoleTitlesOf(): (account: Account) => string[] {
  const { t } = useTranslation()
  const policies = useQuery(policiesInForceQuery).data ?? []
  const titles = new Map(
    policies.flatMap((p) => p.roles.map((r) => [r.id, `${r.title}${t('mark.aside', { text: p.title })}`] as const)),
  )
  const title = (role: string) => titles.get(role) ?? role
  return ({ roles, waiting }) => [
    ...roles.map(title),
    ...(waiting?.roles ?? []).map((role) => t('administration.access.waiting_roles', { roles: title(role) })),
  ]
}

function AccountTags({ account }: { account: Account }) {
  const { t } = useTranslation()
  return (
    <>
      {!account.active && <Tag>{t('administration.person.inactive')}</Tag>}
      {account.administers && <Tag color="blue">{t('administration.person.administers')}</Tag>}
    </>
  )
}

function PersonActions({ account, onEdit, onNewLink }: { account: Account } & Omit<PeopleListProps, 'rows'>) {
  const { t } = useTranslation()
  const me = useSignedInPerson()
  const ask = useAskToConfirm()
  const makeLink = useMakeLink()
  const [telling, setTelling] = useState(false)
  const { id, name, active } = account
  const setActive = (to: boolean) => () =>
    apiClient.PUT('/accounts/{id}', {
      params: { path: { id } },
      body: { ...askedOf(account), active: to },
    })
  const close = () =>
    ask({
      title: t('administration.person.close', { name }),
      text: t('administration.person.close_what'),
      okText: t('administration.person.deactivate'),
      perform: setActive(false),
      onDone: t('administration.person.closed', { name }),
    })
  const reopen = () =>
    ask({
      title: t('administration.reopen'),
      text: name,
      okText: t('administration.reopen'),
      perform: setActive(true),
      onDone: t('administration.person.reopened', { name }),
    })
  const link = () =>
    ask({
      title: t('administration.person.link_ask', { name }),
      text: t('administration.person.link_what'),
      okText: t('administration.person.link'),
      perform: () => makeLink(id),
      onDone: (made) => onNewLink({ name, ...made }),
    })
  const removeFactor = () =>
    ask({
      title: t('administration.person.factor_ask', { name }),
      text: t('administration.person.factor_what'),
      okText: t('administration.person.factor'),
      perform: () => apiClient.DELETE('/accounts/{id}/second-factor', { params: { path: { id } } }),
      onDone: t('administration.person.factor_done'),
    })
  return (
    <Space wrap>
      <Button size="small" aria-label={`${t('administration.edit')} ${name}`} onClick={() => onEdit(account)}>
        {t('administration.edit')}
      </Button>
      <Button size="small" aria-label={`${t('administration.person.link')} ${name}`} onClick={link}>
        {t('administration.person.link')}
      </Button>
      <Button
        size="small"
        aria-label={`${t('administration.person.notices')} ${name}`}
        onClick={() => setTelling(true)}
      >
        {t('administration.person.notices')}
      </Button>
      {telling && <PersonNotices id={id} name={name} onClose={() => setTelling(false)} />}
      {account.second_factor && (
        <Button size="small" aria-label={`${t('administration.person.factor')} ${name}`} onClick={removeFactor}>
          {t('administration.person.factor')}
        </Button>
      )}
      {active ? (
        <Button
          size="small"
          danger
          disabled={id === me.id}
          aria-label={`${t('administration.person.deactivate')} ${name}`}
          onClick={close}
        >
          {t('administration.person.deactivate')}
        </Button>
      ) : (
        <Button size="small" aria-label={`${t('administration.reopen')} ${name}`} onClick={reopen}>
          {t('administration.reopen')}
        </Button>
      )}
    </Space>
  )
}

function RoleList({ titles }: { titles: string[] }) {
  const { t } = useTranslation()
  return titles.length === 0 ? (
    <span className="quiet">{t('administration.person.no_roles')}</span>
  ) : (
    <>{joinList(titles)}</>
  )
}

function PeopleTable({ rows, onEdit, onNewLink }: PeopleListProps) {
  const { t } = useTranslation()
  const name = useNamesById(),
    roles = useRoleTitlesOf()
  const columns: TableColumnsType<Account> = [
    {
      title: t('administration.person.name'),
      width: 220,
      render: (_, a) => (
        <>
          {a.name} <AccountTags account={a} />
          <div className="quiet">{a.username}</div>
        </>
      ),
    },
    {
      title: t('administration.person.unit'),
      width: 180,
      render: (_, a) => (a.unit ? name(a.unit) : <span className="quiet">{t('administration.person.no_unit')}</span>),
    },
    { title: t('administration.person.roles'), render: (_, a) => <RoleList titles={roles(a)} /> },
    {
      key: 'acts',
      width: 320,
      render: (_, a) => <PersonActions account={a} onEdit={onEdit} onNewLink={onNewLink} />,
    },
  ]
  return <Table<Account> rowKey="id" columns={columns} dataSource={rows} size="middle" pagination={false} />
}

function PeopleCards({ rows, onEdit, onNewLink }: PeopleListProps) {
  const name = useNamesById(),
    roles = useRoleTitlesOf()
  return (
    <ul className="cards">
      {rows.map((a) => (
        <li key={a.id}>
          <p>
            <strong>{a.name}</strong> <AccountTags account={a} />
            <span className="quiet"> {a.username}</span>
          </p>
          <p className="quiet">
            {a.unit && (
              <>
                {name(a.unit)}
                <br />
              </>
            )}
            <RoleList titles={roles(a)} />
          </p>
          <PersonActions account={a} onEdit={onEdit} onNewLink={onNewLink} />
        </li>
      ))}
    </ul>
  )
}
