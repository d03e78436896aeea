import { useQuery } from '@tanstack/react-query'
import { Table } from 'antd'
import { useTranslation } from 'react-i18next'
import { apiClient, dataOf, type Schemas } from '../../api/client'
import { Section } from '../../parts/Section'
import { Failure } from '../../parts/states'
import { showInstant } from '../../parts/values'

type Edition = Schemas['EditionView']
type Revision = Schemas['RevisionView']

/** Editions are what was published of a period, one below the other, and why figures have changed in between. */
export function Editions({ report }: { report: Schemas['ReportView'] }) {
  const { t } = useTranslation()
  const { data: revisions, error } = useQuery({
    queryKey: ['reports', report.policy, report.report, 'revisions', report.period],
    enabled: report.editions.length > 1,
    queryFn: async () =>
      (
        await dataOf(
          apiClient.GET('/reports/{policy}/{report}/revisions', {
            params: { path: { policy: report.policy, report: report.report }, query: { period: report.period } },
          }),
        )
      ).items,
  })
  const titleOf = (column: string) => report.columns.find((c) => c.id === column)?.title ?? column
  const rowOf = (keys: string[]) =>
    report.figures.rows.find((r) => r.keys.join('\n') === keys.join('\n'))?.titles.join(' · ') ?? t('reports.total')
  const why = (r: Revision) =>
    (['late', 'corrected', 'formula'] as const).filter((mark) => r[mark]).map((mark) => t(`reports.${mark}`))
  return (
    <Section title={t('reports.editions')}>
      <Table<Edition>
        size="small"
        pagination={false}
        scroll={{ x: 'max-content' }}
        rowKey="edition"
        dataSource={report.editions}
        columns={[
          { title: t('reports.number'), render: (_: unknown, e: Edition) => `${e.edition} (${e.sequence})` },
          { title: t('reports.as_of'), render: (_: unknown, e: Edition) => showInstant(e.as_of) },
          { title: t('reports.version'), dataIndex: 'version' },
          ...report.columns.map((column) => ({
            title: column.title,
            align: 'right' as const,
            render: (_: unknown, e: Edition) => e.total.find((c) => c.column === column.id)?.value ?? '-',
          })),
        ]}
      />
      {error && <Failure error={error} />}
      {revisions && revisions.length > 0 && (
        <Table<Revision>
          size="small"
          pagination={false}
          scroll={{ x: 'max-content' }}
          rowKey={(r) => [r.edition, r.column, ...r.keys].join('\n')}
          dataSource={revisions}
          columns={[
            { title: t('reports.number'), dataIndex: 'edition' },
            { title: t('reports.row'), render: (_: unknown, r: Revision) => rowOf(r.keys) },
            { title: t('reports.figure'), render: (_: unknown, r: Revision) => titleOf(r.column) },
            { title: t('reports.changed'), render: (_: unknown, r: Revision) => `${r.from} → ${r.to}` },
            { title: t('reports.why'), render: (_: unknown, r: Revision) => why(r).join(', ') },
          ]}
        />
      )}
    </Section>
  )
}
