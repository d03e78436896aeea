import { useTranslation } from 'react-i18next'
import type { Schemas } from '../api/client'
import { fenToYuan } from './values'

/** Charge is what an entry of the ledger comes to: its measure and its amount. */
export function Charge({ charge }: { charge: Schemas['ChargeView'] }) {
  const { t } = useTranslation()
  const parts = [
    charge.measure?.title,
    charge.amount !== null && t('ledger.yuan', { amount: fenToYuan(charge.amount) }),
  ].filter(Boolean)
  return parts.length > 0 ? <>{parts.join(' ')}</> : <span className="quiet">{t('ledger.no_charge')}</span>
}
