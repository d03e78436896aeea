import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Select } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { apiClient, dataOf, type Schemas } from '../../api/client'
import { Section } from '../../parts/Section'
import { Failure, Loading } from '../../parts/states'
import { periodNames, periodOf, type PeriodName } from './periods'
import { percentMet } from './series'

type Figures = Schemas['PeriodFigures']

const percentOf = ({ met, missed }: Figures) => percentMet([met], [missed])[0] ?? null

type FigureProps = {
  title: string
  value: number | null
  unit?: string
  /** The same of the period before; left out where there is none to compare with. */
  before?: number | null
  link?: (children: ReactNode) => ReactNode
}

/** Figure is one number of the row, with what it was in the period before. */
function Figure({ title, value, unit = '', before, link = (children) => children }: FigureProps) {
  const { t } = useTranslation()
  const show = (n: number | null) => (n === null ? '–' : `${n}${unit}`)
  const change = value === null || before === null || before === undefined ? null : value - before
  return (
    <li className="figure">
      <span className="quiet">{title}</span>
      <strong>{link(show(value))}</strong>
      {before !== undefined && (
        <span className="quiet">
          {t('overview.before', { n: show(before) })}
          {change !== null &&
            change !== 0 &&
            ` (${change > 0 ? '+' : '−'}${Number(Math.abs(change).toFixed(1))}${unit})`}
        </span>
      )}
    </li>
  )
}

/**
 * PeriodFigures are what a leader asks first of a period: what came in, was closed, in time and how fast, each against
 * the period before. late are the tasks that are late now.
 */
export function PeriodFigures({
  today,
  policy,
  late,
  name,
  choose,
}: {
  today: string
  policy: string | undefined
  late: number
  name: PeriodName
  choose: (name: PeriodName) => void
}) {
  const { t } = useTranslation()
  const period = periodOf(name, today)
  const { data, error, refetch } = useQuery({
    queryKey: ['overview', 'period', period, policy],
    refetchInterval: 60_000,
    queryFn: () => dataOf(apiClient.GET('/overview/period', { params: { query: { ...period, policy } } })),
  })
  return (
    <Section
      title={t('overview.figures', { from: period.from, to: period.to })}
      extra={
        <Select<PeriodName>
          aria-label={t('overview.period')}
          value={name}
          onChange={choose}
          popupMatchSelectWidth={false}
          options={periodNames.map((value) => ({ value, label: t(`overview.period_${value}`) }))}
        />
      }
    >
      {!data && (error ? <Failure error={error} retry={() => void refetch()} /> : <Loading />)}
      {data && (
        <ul className="figures">
          <Figure
            title={t('overview.received')}
            value={data.now.received}
            before={data.before.received}
            link={(n) => (
              <Link to="/cases" search={{ policy, from: period.from, to: period.to }}>
                {n}
              </Link>
            )}
          />
          <Figure title={t('overview.closed')} value={data.now.closed} before={data.before.closed} />
          <Figure title={t('overview.rate')} value={percentOf(data.now)} before={percentOf(data.before)} unit="%" />
          <Figure title={t('overview.missed_limits')} value={data.now.missed} before={data.before.missed} />
          <Figure title={t('overview.days')} value={data.now.days} before={data.before.days} unit={t('overview.day')} />
          <Figure
            title={t('overview.late_now')}
            value={late}
            link={(n) => (
              <Link to="/cases" search={{ policy, overdue: 'true' }}>
                {n}
              </Link>
            )}
          />
        </ul>
      )}
    </Section>
  )
}
