import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../api/client'
import { grouped, rates, sum } from './series'
import { Trend } from './Trend'

const most = 7 // categories drawn by themselves

/** Trends are how the last months have gone: limits kept, complainants content, what came in. */
export function Trends({ o, policy }: { o: Schemas['OverviewView']; policy: string | undefined }) {
  const { t } = useTranslation()
  const lines = useMemo(() => {
    const n = o.months.length
    const mine = <T extends { policy: string }>(all: T[]) => all.filter((one) => !policy || one.policy === policy)
    const met = sum(
        mine(o.ended).map((e) => e.met),
        n,
      ),
      missed = sum(
        mine(o.ended).map((e) => e.missed),
        n,
      )
    const values = ({ title, counts }: { title: string; counts: number[] }) => ({ title, values: counts })
    return {
      rate: [{ title: t('overview.rate'), values: rates(met, missed) }],
      ended: [
        { title: t('overview.met'), values: met },
        { title: t('overview.missed'), values: missed },
        { title: `${t('overview.rate')} %`, values: rates(met, missed) },
      ],
      rated: grouped(mine(o.rated), n).map(values),
      received: grouped(
        mine(o.received).map((r) => ({ title: r.category_title, counts: r.counts })),
        n,
      ).map(values),
    }
  }, [o, policy, t])
  return (
    <div className="tiles trends">
      <Trend
        title={t('overview.on_time')}
        hint={t('overview.on_time_hint')}
        months={o.months}
        drawn={lines.rate}
        told={lines.ended}
        kind="line"
        unit="%"
        most={100}
      />
      <Trend
        title={t('overview.satisfied')}
        hint={t('overview.satisfied_hint')}
        months={o.months}
        drawn={lines.rated}
        kind="bar"
      />
      <Trend
        title={t('overview.categories')}
        hint={t('overview.categories_hint')}
        months={o.months}
        drawn={lines.received.slice(0, most)}
        told={lines.received}
        kind="bar"
      />
    </div>
  )
}
