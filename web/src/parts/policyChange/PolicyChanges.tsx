import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Collapse, Popconfirm, Space, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { encodePathSegment } from '../../api/client'
import { deliverOnce } from '../../api/send'
import { Section } from '../Section'
import { EmptyNote, Failure, Loading } from '../states'
import { showInstant } from '../values'
import '../../words/administration'
import { MoveResult } from './TrialResults'
import { policyChangeQuery, policyChangesQuery, type PolicyChange } from './versions'

/**
 * PolicyChanges is what was asked for with versions of regulations: agreed to, taken back, or waiting for its time. Of
 * one regulation, and for who can agree, it is shown only while something waits.
 */
export function PolicyChanges({ policy, mine }: { policy?: string; mine?: boolean }) {
  const { t } = useTranslation()
  const changes = useQuery(policyChangesQuery)
  const shown = changes.data?.filter((ch) => (!policy || ch.policy === policy) && (!mine || ch.can_agree))
  if ((policy || mine) && !shown?.some((ch) => ch.state === 'pending')) return null
  return (
    <Section title={t('administration.version.changes')}>
      {changes.error && <Failure error={changes.error} />}
      {!shown && !changes.error && <Loading />}
      {shown?.length === 0 && <EmptyNote text={t('administration.version.none')} />}
      <ul className="plain-list">
        {shown?.map((ch) => (
          <ChangeItem key={ch.id} change={ch} />
        ))}
      </ul>
    </Section>
  )
}

/** decidedHow is how a change came to its end: somebody agreed, took it back, or its time came. */
function decidedHow(ch: PolicyChange): 'agreed' | 'taken_back' | 'at_once' | 'in_time' {
  if (ch.state === 'taken_back') return 'taken_back'
  if (!ch.decided_by_name) return 'in_time'
  return ch.decided_by === ch.asked_by ? 'at_once' : 'agreed'
}

function ChangeItem({ change: ch }: { change: PolicyChange }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const act = useMutation({
    mutationFn: (way: 'agreement' | 'taking-back') =>
      deliverOnce(`policy-change/${ch.id}/${way}`, {
        path: `/policy-changes/${encodePathSegment(ch.id)}/${way}`,
        body: {},
      }),
    onSettled: () => queries.invalidateQueries(),
  })
  return (
    <li>
      <Space wrap>
        <strong>
          {t(`administration.version.kind.${ch.kind}`, { title: ch.title, version: ch.version, n: ch.cases })}
        </strong>
        <Tag color={ch.state === 'pending' ? 'gold' : undefined}>{t(`administration.version.state.${ch.state}`)}</Tag>
      </Space>
      <div className="quiet">
        {t('administration.version.asked', {
          name: ch.asked_by_name ?? t('administration.journal.system'),
          at: showInstant(ch.asked_at),
          reason: ch.reason,
        })}
      </div>
      {ch.state === 'pending' && (
        <div>{t('administration.version.due', { at: showInstant(ch.due_at), roles: ch.agreeing.join('、') })}</div>
      )}
      {ch.state !== 'pending' && ch.decided_at && (
        <div className="quiet">
          {t(`administration.version.decided.${decidedHow(ch)}`, {
            name: ch.decided_by_name ?? '',
            at: showInstant(ch.decided_at),
          })}
        </div>
      )}
      {ch.failure && <div role="alert">{ch.failure.detail}</div>}
      <Space wrap>
        {ch.can_agree && (
          <Popconfirm title={t('administration.version.agree_ask')} onConfirm={() => act.mutate('agreement')}>
            <Button type="primary" loading={act.isPending}>
              {t('administration.version.agree')}
            </Button>
          </Popconfirm>
        )}
        {ch.can_take_back && (
          <Popconfirm title={t('administration.version.take_back_ask')} onConfirm={() => act.mutate('taking-back')}>
            <Button loading={act.isPending}>{t('administration.version.take_back')}</Button>
          </Popconfirm>
        )}
      </Space>
      {act.error && <Failure error={act.error} />}
      {(ch.kind === 'move' || (ch.kind === 'publish' && ch.state === 'pending')) && (
        <Collapse
          ghost
          destroyOnHidden
          items={[{ key: 'more', label: t('administration.version.details'), children: <ChangeDetail id={ch.id} /> }]}
        />
      )}
    </li>
  )
}

function ChangeDetail({ id }: { id: string }) {
  const detail = useQuery(policyChangeQuery(id))
  if (!detail.data) return detail.error ? <Failure error={detail.error} /> : <Loading />
  return (
    <>
      {detail.data.moves && <MoveResult result={detail.data.moves} />}
      <ul>
        {detail.data.differences.map((d) => (
          <li key={`${d.path} ${d.what}`}>{d.said}</li>
        ))}
      </ul>
    </>
  )
}
