import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Collapse, Popconfirm, Space, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { encodePathSegment } from '../../api/client'
import { deliverOnce } from '../../api/send'
import { Section } from '../Section'
import { EmptyNote, Failure, Loading } from '../states'
import { showInstant } from '../values'
import { joinList } from '../../words/i18n'
import '../../words/administration'
import { MoveResult } from './TrialResults'
import { policyChangeQuery, policyChangesQuery, type PolicyChange } from './versions'

type Shown = {
  /** Of one regulation. */
  policy?: string
  /** Those that the reader can agree to or refuse, or should know of. */
  mine?: boolean
  /** Those by which somebody will be able to open cases, while they wait. */
  access?: boolean
}

const isOfAccess = (ch: PolicyChange) => ch.policy === ''

/**
 * PolicyChanges is what was asked for with versions of regulations, or with who may open cases: agreed to, taken back,
 * or waiting for its time. All but the whole list of versions is shown only while there is something.
 */
export function PolicyChanges({ policy, mine, access }: Shown) {
  const { t } = useTranslation()
  const changes = useQuery(policyChangesQuery)
  const shown = changes.data?.filter((ch) => {
    if (mine) return ch.can_agree || ch.can_refuse || ch.to_know
    if (access) return isOfAccess(ch) && ch.state === 'pending'
    return !isOfAccess(ch) && (!policy || ch.policy === policy)
  })
  if ((mine || access) && !shown?.length) return null
  if (policy && !shown?.some((ch) => ch.state === 'pending')) return null
  const title = mine ? 'administration.access.mine' : access ? 'administration.access.changes' : null
  return (
    <Section title={t(title ?? 'administration.version.changes')}>
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

/** decidedHow is how a change came to its end: somebody agreed, refused, took it back, or its time came. */
function decidedHow(ch: PolicyChange): 'agreed' | 'taken_back' | 'refused' | 'at_once' | 'in_time' {
  if (ch.state === 'taken_back' || ch.state === 'refused') return ch.state
  if (!ch.decided_by_name) return 'in_time'
  return ch.decided_by === ch.asked_by ? 'at_once' : 'agreed'
}

function ChangeItem({ change: ch }: { change: PolicyChange }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const act = useMutation({
    mutationFn: (way: 'agreement' | 'refusal' | 'taking-back') =>
      deliverOnce(`policy-change/${ch.id}/${way}`, {
        path: `/policy-changes/${encodePathSegment(ch.id)}/${way}`,
        body: {},
      }),
    onSettled: () => queries.invalidateQueries(),
  })
  const whenDue = (pending: PolicyChange) => {
    const roles = joinList(pending.agreeing)
    if (!pending.due_at) return t('administration.access.due_by_second', { roles })
    return t('administration.access.due', { at: showInstant(pending.due_at), roles })
  }
  return (
    <li>
      <Space wrap>
        <strong>{ch.said}</strong>
        <Tag color={ch.state === 'pending' ? 'gold' : undefined}>{t(`administration.version.state.${ch.state}`)}</Tag>
      </Space>
      <div className="quiet">
        {t(ch.reason ? 'administration.version.asked' : 'administration.access.asked', {
          name: ch.asked_by_name ?? t('administration.journal.system'),
          at: showInstant(ch.asked_at),
          reason: ch.reason,
        })}
      </div>
      {ch.state === 'pending' && <div>{whenDue(ch)}</div>}
      {ch.to_know && <div>{t('administration.access.known')}</div>}
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
        {ch.can_refuse && (
          <Popconfirm title={t('administration.access.refuse_ask')} onConfirm={() => act.mutate('refusal')}>
            <Button danger loading={act.isPending}>
              {t('administration.access.refuse')}
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
