import { Table } from 'antd'
import { useTranslation } from 'react-i18next'
import { joinList, titleOfCode } from '../../words/i18n'
import { Citation } from '../../parts/Citation'
import { gistFinder } from '../../parts/policy'
import { Section } from '../../parts/Section'
import { fenToYuan } from '../../parts/values'
import { seatTitles, type Regulation } from './regulation'
import type { PartProps } from './search'

const plain = { pagination: false, size: 'small', scroll: { x: 'max-content' } } as const

/** Authority is who decides on how much, who may read what, and who may ask for what. */
export function Authority({ p }: PartProps) {
  const { t } = useTranslation()
  return (
    <div className="stack">
      {p.authority.length === 0 && <p className="quiet">{t('regulation.no_tables')}</p>}
      {p.authority.map((a) => (
        <Graded key={a.id} p={p} table={a} />
      ))}
      <Roles p={p} />
      <Commands p={p} />
    </div>
  )
}

function Graded({ p, table: a }: { p: Regulation; table: Regulation['authority'][number] }) {
  const { t } = useTranslation()
  const range = (l: (typeof a.levels)[number]) =>
    l.up_to !== null ? t('regulation.up_to', { amount: fenToYuan(l.up_to) }) : joinList(l.is) || t('regulation.above')
  return (
    <Section title={a.title} extra={<Rests p={p} clauses={a.clauses} setting={a.setting} />}>
      <Table
        {...plain}
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

function Rests({ p, clauses, setting }: { p: Regulation; clauses: string[]; setting: string | null }) {
  return (
    <span className="row">
      {clauses.map((c) => (
        <Citation key={c} clause={c} gistOf={gistFinder(p)} />
      ))}
      <Citation setting={setting} />
    </span>
  )
}

function Roles({ p }: { p: Regulation }) {
  const { t } = useTranslation()
  return (
    <Section title={t('regulation.roles')}>
      <Table
        {...plain}
        rowKey="id"
        dataSource={p.roles}
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

function Commands({ p }: { p: Regulation }) {
  const { t } = useTranslation()
  return (
    <Section title={t('regulation.commands')}>
      <Table
        {...plain}
        rowKey="command"
        dataSource={p.may}
        columns={[
          { title: t('regulation.command'), render: (_, m) => titleOfCode('command', m.command) },
          { title: t('regulation.by'), render: (_, m) => seatTitles(p, m.by) },
          { title: t('regulation.clause'), render: (_, m) => <Rests p={p} clauses={m.clauses} setting={m.setting} /> },
        ]}
      />
    </Section>
  )
}
