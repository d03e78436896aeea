import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { apiClient, dataOf } from '../../api/client'
import { Section } from '../../parts/Section'
import { Failure, Loading } from '../../parts/states'
import { showInstant } from '../../parts/values'

/** SessionsSection is where I am signed in; each session but this one can be ended here. */
export function SessionsSection() {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const read = useQuery({
    queryKey: ['me', 'sessions'],
    queryFn: async () => (await dataOf(apiClient.GET('/me/sessions'))).items,
  })
  const ending = useMutation({
    mutationFn: (id: string | null) =>
      id ? apiClient.DELETE('/me/sessions/{id}', { params: { path: { id } } }) : apiClient.DELETE('/me/sessions'),
    onSettled: () => queries.invalidateQueries({ queryKey: ['me'] }),
  })
  const sessions = read.data ?? []
  const error = read.error ?? ending.error
  return (
    <Section
      title={t('me.sessions.title')}
      extra={
        sessions.length > 1 && (
          <Button size="small" loading={ending.isPending} onClick={() => ending.mutate(null)}>
            {t('me.sessions.end_others')}
          </Button>
        )
      }
    >
      {read.isPending && <Loading />}
      {error && <Failure error={error} />}
      <ul className="cards">
        {sessions.map((s) => (
          <li key={s.id}>
            <p className="row">
              <strong>{[s.device, s.address].filter(Boolean).join(' ')}</strong>
              <span className="quiet">{t('me.sessions.since', { at: showInstant(s.began_at) })}</span>
              <span className="quiet">{t('me.sessions.seen', { at: showInstant(s.seen_at) })}</span>
              {s.current ? (
                <Tag color="blue">{t('me.sessions.current')}</Tag>
              ) : (
                <Button size="small" loading={ending.isPending} onClick={() => ending.mutate(s.id)}>
                  {t('me.sessions.end')}
                </Button>
              )}
            </p>
          </li>
        ))}
      </ul>
    </Section>
  )
}
