import { Link } from '@tanstack/react-router'
import { Checkbox, Table, Tag, type TableColumnsType } from 'antd'
import { useTranslation } from 'react-i18next'
import type { InboxItem, Policy } from '../../api/queries'
import { DueTime } from '../../parts/DueTime'
import { ClaimButton } from './ClaimButton'
import { ToApprove } from './ToApprove'
import { inboxItemKey, dueLimitOf } from './search'

type InboxListProps = {
  items: InboxItem[]
  policies: Policy[]
  chosenKeys: string[]
  onChoose: (keys: string[]) => void
}

function TaskTitle({ item }: { item: InboxItem }) {
  const { t } = useTranslation()
  return (
    <span>
      {item.case.readable || !item.entry ? (
        <Link to="/cases/$id" params={{ id: item.case.id }} search={{}}>
          <strong>{item.title}</strong>
        </Link>
      ) : (
        <Link to="/ledger/$id/$entry" params={{ id: item.case.id, entry: item.entry }}>
          <strong>{item.title}</strong>
        </Link>
      )}
      {item.urged && (
        <>
          {' '}
          <Tag className="urged">{t('inbox.urged')}</Tag>
        </>
      )}
    </span>
  )
}

function CaseOfTask({ item }: { item: InboxItem }) {
  const { t } = useTranslation()
  if (!item.case.readable) return <span className="quiet">{t('ledger.hearing_only')}</span>
  return (
    <span>
      <span className="number">{item.case.number ?? t('case.no_number')}</span>
      <br />
      <span className="quiet">{item.case.subject ?? t('case.no_subject')}</span>
    </span>
  )
}

const policyTitle = (policies: Policy[], id: string) => policies.find((p) => p.id === id)?.title ?? id

function TaskHolder({ item }: { item: InboxItem }) {
  const { t } = useTranslation()
  return (
    <>
      {item.assignee ? (
        item.assignee_name
      ) : (
        <span className="quiet">
          {t('inbox.unclaimed')} · {item.role_titles}
        </span>
      )}
    </>
  )
}

/** InboxTable is the inbox on a wide screen. */
export function InboxTable({ items, policies, chosenKeys, onChoose }: InboxListProps) {
  const { t } = useTranslation()
  const columns: TableColumnsType<InboxItem> = [
    { title: t('inbox.due'), width: 190, render: (_, item) => <DueTime {...dueLimitOf(item)} /> },
    { title: t('inbox.task'), width: 210, render: (_, item) => <TaskTitle item={item} /> },
    {
      title: t('inbox.matter'),
      render: (_, item) => (
        <>
          <CaseOfTask item={item} />
          <ToApprove item={item} />
        </>
      ),
    },
    {
      title: t('inbox.policy'),
      width: 190,
      responsive: ['lg'],
      render: (_, item) => policyTitle(policies, item.case.policy),
    },
    { title: t('inbox.holder'), width: 170, render: (_, item) => <TaskHolder item={item} /> },
    { key: 'act', width: 90, render: (_, item) => <ClaimButton item={item} /> },
  ]
  return (
    <Table<InboxItem>
      rowKey={inboxItemKey}
      columns={columns}
      dataSource={items}
      pagination={items.length > 50 ? { pageSize: 50, showSizeChanger: false } : false}
      size="middle"
      rowSelection={{
        selectedRowKeys: chosenKeys,
        onChange: (keys) => onChoose(keys.map(String)),
        getCheckboxProps: (item) => ({ 'aria-label': `${item.title} ${item.case.number ?? ''}` }),
      }}
    />
  )
}

/** InboxCards is the inbox on a phone. */
export function InboxCards({ items, policies, chosenKeys, onChoose }: InboxListProps) {
  const toggle = (key: string, on: boolean) =>
    onChoose(on ? [...chosenKeys, key] : chosenKeys.filter((other) => other !== key))
  return (
    <ul className="cards">
      {items.map((item) => (
        <li key={inboxItemKey(item)}>
          <div className="row spread">
            <DueTime {...dueLimitOf(item)} />
            <Checkbox
              aria-label={item.title}
              checked={chosenKeys.includes(inboxItemKey(item))}
              onChange={(e) => toggle(inboxItemKey(item), e.target.checked)}
            />
          </div>
          <p>
            <TaskTitle item={item} />
          </p>
          <p>
            <CaseOfTask item={item} />
          </p>
          <ToApprove item={item} />
          <div className="row spread">
            <span className="quiet">
              {policyTitle(policies, item.case.policy)} · <TaskHolder item={item} />
            </span>
            <ClaimButton item={item} />
          </div>
        </li>
      ))}
    </ul>
  )
}
