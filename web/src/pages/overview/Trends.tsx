import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../api/client'
import { sumByTitle, percentMet, sumByMonth } from './series'
import { Trend } from './Trend'

const maxCategoriesDrawn = 7 // categories drawn by themselves

/** Trends are how the last months have gone: limits kept, complainants content, what came in. */
export function Trends({ overview, policy }: { overview: Schemas['OverviewView']; policy: string | undefined }) {
  const { t } = useTranslation()
  const lines = useMemo(() => {
    const n = overview.months.length
    const mine = <T extends { policy: string }>(all: T[]) => all.filter((one) => !policy || one.policy === policy)
    const met = sumByMonth(
        mine(overview.ended).map((e) => e.met),
        n,
      ),
      missed = sumByMonth(
        mine(overview.ended).map((e) => e.missed),
        n,
      )
    const values = ({ title, counts }: { title: string; counts: number[] }) => ({ title, values: counts })
    return {
      rate: [{ title: t('overview.rate'), values: percentMet(met, missed) }],
      ended: [
        { title: t('overview.met'), values: met },
        { title: t('overview.missed'), values: missed },
        { title: `${t('overview.rate')} %`, values: percentMet(met, missed) },
      ],
      rated: sumByTitle(mine(overview.rated), n).map(values),
      received: sumByTitle(
        mine(overview.received).map((r) => ({ title: r.category_title, counts: r.counts })),
        n,
      ).map(values),
    }
  }, [overview, policy, t])
  return (
    <div className="tiles trends">
      <Trend
        title={t('overview.on_time')}
        hint={t('overview.on_time_hint')}
        months={overview.months}
        seriesInChart={lines.rate}
        seriesInTable={lines.ended}
        kind="line"
        unit="%"
        maximum={100}
      />
      <Trend
        title={t('overview.satisfied')}
        hint={t('overview.satisfied_hint')}
        months={overview.months}
        seriesInChart={lines.rated}
        kind="bar"
      />
      <Trend
        title={t('overview.categories')}
        hint={t('overview.categories_hint')}
        months={overview.months}
        seriesInChart={lines.received.slice(0, maxCategoriesDrawn)}
        seriesInTable={lines.received}
        kind="bar"
      />
    </div>
  )
}
