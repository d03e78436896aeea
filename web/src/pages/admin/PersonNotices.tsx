import { useQuery } from '@tanstack/react-query'
import { Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { apiClient, dataOf } from '../../api/client'
import { WishesForm } from '../../parts/WishesForm'
import { Failure, Loading } from '../../parts/states'

/** PersonNotices are where and of what a person is told outside the application, for an administrator to fill in. */
export function PersonNotices({ id, name, onClose }: { id: string; name: string; onClose: () => void }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(true)
  const queryKey = ['accounts', id, 'notices']
  const path = { params: { path: { id } } }
  const wishes = useQuery({ queryKey, queryFn: () => dataOf(apiClient.GET('/accounts/{id}/notices', path)) })
  return (
    <Modal
      open={open}
      title={t('administration.person.notices_of', { name })}
      footer={null}
      onCancel={() => setOpen(false)}
      afterClose={onClose}
    >
      {wishes.isPending && <Loading />}
      {wishes.error && <Failure error={wishes.error} retry={() => void wishes.refetch()} />}
      {wishes.data && (
        <WishesForm
          wishes={wishes.data}
          save={(body) => apiClient.PUT('/accounts/{id}/notices', { ...path, body })}
          queryKey={queryKey}
        />
      )}
    </Modal>
  )
}
