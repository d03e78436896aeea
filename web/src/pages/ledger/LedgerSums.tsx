import { Table, type TableColumnsType } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../api/client'
import { fenToYuan } from '../../parts/values'
import { titleOfCode } from '../../words/i18n'

type Sum = Schemas['LedgerSumView']

/** LedgerSums is what the entries come to, by month, unit, kind and measure. */
export function LedgerSums({ sums }: { sums: Sum[] }) {
  const { t } = useTranslation()
  const figure = (title: string, show: (sum: Sum) => string | number): TableColumnsType<Sum>[number] => ({
    title,
    align: 'right',
    render: (_, sum) => show(sum),
  })
  return (
    <Table<Sum>
      size="small"
      pagination={false}
      scroll={{ x: 'max-content' }}
      rowKey={(s) => [s.month, s.unit, s.policy, s.kind, s.measure?.code].join('\n')}
      dataSource={sums}
      columns={[
        { title: t('ledger.month'), render: (_, s) => s.month },
        { title: t('ledger.unit'), render: (_, s) => s.unit_name ?? t('ledger.no_unit') },
        { title: t('case.policy'), responsive: ['lg'], render: (_, s) => s.policy_title },
        { title: t('ledger.kind'), render: (_, s) => titleOfCode('entry_kind', s.kind) },
        { title: t('ledger.measure'), render: (_, s) => s.measure?.title ?? t('ledger.no_charge') },
        figure(t('ledger.entries'), (s) => s.entries),
        figure(t('ledger.standing'), (s) => s.standing),
        figure(t('ledger.open'), (s) => s.open),
        figure(t('ledger.gone'), (s) => s.gone),
        figure(t('ledger.amount'), (s) => fenToYuan(s.amount)),
        figure(t('ledger.open_amount'), (s) => fenToYuan(s.open_amount)),
      ]}
    />
  )
}
