import { useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { useTranslation } from 'react-i18next'
import { Failure } from '../../parts/states'
import { rereadOrganisation } from './organisation'

type Question<T> = {
  title: string
  text: string
  ok: string
  act: () => Promise<T>
  done: string | ((answer: T) => void)
}

/**
 * useConfirmation asks once more before what hurts when it is a mistake, does it, and says that it was done or why not.
 */
export function useConfirmation(): <T>(question: Question<T>) => void {
  const { t } = useTranslation()
  const { message, modal } = App.useApp()
  const queries = useQueryClient()
  return ({ title, text, ok, act, done }) =>
    void modal.confirm({
      title,
      content: text,
      okText: ok,
      okButtonProps: { danger: true },
      cancelText: t('administration.not_now'),
      focusable: { autoFocusButton: 'cancel' },
      onOk: async () => {
        try {
          const answer = await act()
          if (typeof done === 'string') void message.success(done)
          else done(answer)
        } catch (error) {
          modal.error({ title: t('administration.failed'), content: <Failure error={error} /> })
        }
        await rereadOrganisation(queries)
      },
    })
}
