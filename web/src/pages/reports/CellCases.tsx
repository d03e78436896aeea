import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { apiClient, dataOf, type Schemas } from '../../api/client'
import { Section } from '../../parts/Section'
import { Failure, Loading, EmptyNote } from '../../parts/states'

const parts = ['all', 'success', 'failure', 'open'] as const

type CellCasesProps = { report: Schemas['ReportView']; rowKeys: string[]; column: string; close: () => void }

/** CellCases are the cases behind a figure, as far as the reader may see them. */
export function CellCases({ report, rowKeys, column, close }: CellCasesProps) {
  const { t } = useTranslation()
  const [part, setPart] = useState<(typeof parts)[number]>('all')
  const query = { period: report.period, edition: report.edition ?? undefined, row: rowKeys, column, part }
  const { data, error, refetch } = useQuery({
    queryKey: ['reports', report.policy, report.report, 'cases', query],
    queryFn: () =>
      dataOf(
        apiClient.GET('/reports/{policy}/{report}/cases', {
          params: { path: { policy: report.policy, report: report.report }, query },
        }),
      ),
  })
  const head = report.columns.find((c) => c.id === column)
  const row = report.figures.rows.find((r) => r.keys.join('\n') === rowKeys.join('\n'))
  const of = row ? row.titles.map((one) => one || t('reports.unnamed')).join(' · ') : t('reports.total')
  return (
    <Section
      title={`${of} · ${head?.title ?? column}`}
      extra={
        <Button size="small" onClick={close}>
          {t('reports.close')}
        </Button>
      }
    >
      {head?.kind === 'share' && (
        <Select
          aria-label={t('reports.part')}
          value={part}
          options={parts.map((one) => ({ value: one, label: t(`reports.part_${one}`) }))}
          onChange={setPart}
        />
      )}
      {!data && (error ? <Failure error={error} retry={() => void refetch()} /> : <Loading />)}
      {data && data.not_shown > 0 && <p>{t('reports.not_shown', { n: data.not_shown })}</p>}
      {data?.items.length === 0 && <EmptyNote />}
      <ul className="plain-list">
        {data?.items.map((c) => (
          <li key={c.id}>
            <Link to="/cases/$id" params={{ id: c.id }}>
              {c.number ?? t('case.no_number')}
            </Link>{' '}
            <span className="quiet">{[c.category_title, c.unit_name, c.subject].filter(Boolean).join(' · ')}</span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
