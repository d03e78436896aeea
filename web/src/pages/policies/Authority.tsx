import { Table } from 'antd'
import { useTranslation } from 'react-i18next'
import { joinList, titleOfCode } from '../../words/i18n'
import { Citation } from '../../parts/Citation'
import { gistFinder, stepTitle } from '../../parts/policy'
import { Section } from '../../parts/Section'
import { fenToYuan } from '../../parts/values'
import { seatTitles, type Regulation } from './regulation'
import type { PolicyPartProps } from './search'

const plainTableProps = { pagination: false, size: 'small', scroll: { x: 'max-content' } } as const

/** Authority is who decides on how much, who may read what, and who may ask for what. */
export function Authority({ policy }: PolicyPartProps) {
  const { t } = useTranslation()
  return (
    <div className="stack">
      {policy.authority.length === 0 && <p className="quiet">{t('regulation.no_tables')}</p>}
      {policy.authority.map((a) => (
        <AuthorityTable key={a.id} policy={policy} table={a} />
      ))}
      <RolesTable policy={policy} />
      <CommandsTable policy={policy} />
    </div>
  )
}

function AuthorityTable({ policy, table: a }: { policy: Regulation; table: Regulation['authority'][number] }) {
  const { t } = useTranslation()
  const range = (l: (typeof a.levels)[number]) =>
    l.up_to !== null ? t('regulation.up_to', { amount: fenToYuan(l.up_to) }) : joinList(l.is) || t('regulation.above')
  return (
    <Section title={a.title} extra={<Citations policy={policy} clauseIds={a.clauses} settingId={a.setting} />}>
      <Table
        {...plainTableProps}
        rowKey={(l) => range(l)}
        dataSource={a.levels}
        columns={[
          { title: a.on_title || t('regulation.amount'), render: (_, l) => range(l) },
          { title: t('regulation.decides'), dataIndex: 'title' },
        ]}
      />
    </Section>
  )
}

function Citations({
  policy,
  clauseIds,
  settingId,
}: {
  policy: Regulation
  clauseIds: string[]
  settingId: string | null
}) {
  return (
    <span className="row">
      {clauseIds.map((c) => (
        <Citation key={c} clause={c} gistOf={gistFinder(policy)} />
      ))}
      <Citation setting={settingId} />
    </span>
  )
}

function RolesTable({ policy }: { policy: Regulation }) {
  const { t } = useTranslation()
  return (
    <Section title={t('regulation.roles')}>
      <Table
        {...plainTableProps}
        rowKey="id"
        dataSource={policy.roles}
        columns={[
          { title: t('regulation.role'), dataIndex: 'title' },
          { title: t('regulation.level'), dataIndex: 'level', align: 'right' },
          { title: t('regulation.sees'), render: (_, r) => titleOfCode('regulation.sees_what', r.sees) },
          {
            title: t('regulation.identity'),
            render: (_, r) => t(r.identity ? 'regulation.sees_identity' : 'regulation.hides_identity'),
          },
        ]}
      />
    </Section>
  )
}

function CommandsTable({ policy }: { policy: Regulation }) {
  const { t } = useTranslation()
  return (
    <Section title={t('regulation.commands')}>
      <Table
        {...plainTableProps}
        rowKey="command"
        dataSource={policy.may}
        columns={[
          { title: t('regulation.command'), render: (_, m) => titleOfCode('command', m.command) },
          { title: t('regulation.by'), render: (_, m) => seatTitles(policy, m.by) },
          {
            title: t('regulation.leads_to'),
            render: (_, m) => joinList(m.leads_to.map((step) => stepTitle(policy, step))),
          },
          {
            title: t('regulation.clause'),
            render: (_, m) => <Citations policy={policy} clauseIds={m.clauses} settingId={m.setting} />,
          },
        ]}
      />
    </Section>
  )
}
