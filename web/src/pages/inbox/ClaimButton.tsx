import { App, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { titleOfCode } from '../../words/i18n'
import type { InboxItem } from '../../api/queries'
import { Failure } from '../../parts/states'
import { intentIdOf, useCommand } from '../../parts/useCommand'

/** ClaimButton takes one task, where its reader may. */
export function ClaimButton({ item }: { item: InboxItem }) {
  const { t } = useTranslation()
  const { message, modal } = App.useApp()
  const command = useCommand(item.case.id)
  const action = item.actions.find((a) => a.command === 'claim' && a.allowed)
  if (!action) return null
  const claim = () =>
    command.mutate({
      intentId: intentIdOf(item.case.id, action, item.id),
      command: { command: 'claim', task: item.id },
      done: () => {
        void message.success(t('inbox.claimed', { n: 1 }))
      },
      failed: (error) => {
        modal.info({ icon: null, content: <Failure error={error} /> })
      },
    })
  return (
    <Button size="small" loading={command.isPending} onClick={claim}>
      {titleOfCode('command', 'claim')}
    </Button>
  )
}
