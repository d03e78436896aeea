import { useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { useTranslation } from 'react-i18next'
import { Failure } from '../../parts/states'
import { rereadOrganisation } from './organisation'

type Confirmation<T> = {
  title: string
  text: string
  okText: string
  perform: () => Promise<T>
  onDone: string | ((answer: T) => void)
}

/**
 * useAskToConfirm asks once more before what hurts when it is a mistake, does it, and says that it was done or why not.
 */
export function useAskToConfirm(): <T>(question: Confirmation<T>) => void {
  const { t } = useTranslation()
  const { message, modal } = App.useApp()
  const queries = useQueryClient()
  return ({ title, text, okText, perform, onDone }) =>
    void modal.confirm({
      title,
      content: text,
      okText: okText,
      okButtonProps: { danger: true },
      cancelText: t('administration.not_now'),
      focusable: { autoFocusButton: 'cancel' },
      onOk: async () => {
        try {
          const answer = await perform()
          if (typeof onDone === 'string') void message.success(onDone)
          else onDone(answer)
        } catch (error) {
          modal.error({ title: t('administration.failed'), content: <Failure error={error} /> })
        }
        await rereadOrganisation(queries)
      },
    })
}
