import { useQuery } from '@tanstack/react-query'
import { Button, Form, Input, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { encodePathSegment, type Schemas } from '../../api/client'
import type { Person } from '../../api/queries'
import { deliverOnce } from '../../api/send'
import { Failure, Loading, EmptyNote } from '../../parts/states'
import { instantToLocal, organisationOffset, showInstant } from '../../parts/values'
import { PersonField, type NamedPerson } from './fields'
import { FormModal } from './FormModal'
import { substitutionsQuery, type Substitution } from './organisation'
import { useAskToConfirm } from './useAskToConfirm'
import { lastFullDayBefore, nextDay } from './year'

const stateOrder = { active: 0, coming: 1, past: 2 }
const stateRank = (substitution: Substitution) => stateOrder[substitution.state]

/** SubstitutionsPart are who stands in for whom, and from when to when. */
export function SubstitutionsPart() {
  const { t } = useTranslation()
  const list = useQuery(substitutionsQuery)
  const [adding, setAdding] = useState(false)
  return (
    <>
      <div className="page-head">
        <p className="quiet">{t('administration.substitute.hint')}</p>
        <Button type="primary" onClick={() => setAdding(true)}>
          {t('administration.substitute.add')}
        </Button>
      </div>
      {list.isPending && <Loading />}
      {list.error && <Failure error={list.error} retry={() => void list.refetch()} />}
      {list.data?.length === 0 && <EmptyNote text={t('administration.substitute.none')} />}
      <SubstitutionList substitutions={list.data ?? []} mayEnd={() => true} />
      {adding && <SubstitutionForm onClose={() => setAdding(false)} />}
    </>
  )
}

/** SubstitutionList are shown with those that hold now first. */
export function SubstitutionList({
  substitutions,
  mayEnd,
}: {
  substitutions: Substitution[]
  mayEnd: (s: Substitution) => boolean
}) {
  const sorted = [...substitutions].sort((a, b) => stateRank(a) - stateRank(b) || b.from.localeCompare(a.from))
  return (
    <ul className="cards">
      {sorted.map((s) => (
        <SubstitutionItem key={s.id} substitution={s} mayEnd={mayEnd(s)} />
      ))}
    </ul>
  )
}

const stateColours = { active: 'green', coming: 'gold', past: undefined }

function SubstitutionItem({ substitution, mayEnd }: { substitution: Substitution; mayEnd: boolean }) {
  const { t } = useTranslation()
  const ask = useAskToConfirm()
  const absent = substitution.absent_name ?? substitution.absent,
    by = substitution.by_name ?? substitution.by
  const day = lastFullDayBefore(instantToLocal(substitution.until))
  const end = () =>
    ask({
      title: t('administration.substitute.end'),
      text: t('administration.substitute.end_what', { absent, by }),
      okText: t('administration.end'),
      onDone: t('administration.substitute.ended'),
      perform: () =>
        deliverOnce(`administration/substitution/${substitution.id}`, {
          path: `/substitutions/${encodePathSegment(substitution.id)}/end`,
          body: undefined,
        }),
    })
  return (
    <li className="row spread">
      <span>
        <Tag color={stateColours[substitution.state]}>
          {t(`administration.substitute.${substitution.state as 'active'}`)}
        </Tag>
        <strong>{t('administration.substitute.for', { by, absent })}</strong>{' '}
        <span className="quiet">
          {showInstant(substitution.from)} —{' '}
          {day
            ? t('administration.substitute.until_day', { day })
            : t('administration.substitute.until', { at: showInstant(substitution.until) })}
          {substitution.reason &&
            t('mark.aside', { text: t('administration.substitute.noted_later', { reason: substitution.reason }) })}
        </span>
      </span>
      {mayEnd && substitution.state !== 'past' && (
        <Button size="small" danger aria-label={`${t('administration.end')} ${by} ${absent}`} onClick={end}>
          {t('administration.end')}
        </Button>
      )}
    </li>
  )
}

/** isPastDay: today is none. */
const isPastDay = (day: string) => day !== '' && day < instantToLocal(new Date().toISOString()).slice(0, 10)

type TypedSubstitution = { absent: NamedPerson[]; by: NamedPerson[]; from: string; until: string; reason: string }

const intentId = 'administration/substitution'

/** SubstitutionForm asks who stands in for somebody, or for whoever fills it in. */
export function SubstitutionForm({ onClose, fixedAbsentPerson }: { onClose: () => void; fixedAbsentPerson?: Person }) {
  const { t } = useTranslation()
  const covers = (p: Schemas['PersonView']) =>
    p.active &&
    p.id !== fixedAbsentPerson?.id &&
    (fixedAbsentPerson?.roles.every((role) => p.roles.includes(role)) ?? true)
  const named = { required: true, type: 'array' as const, min: 1, message: t('form.error.missing') }
  const send = ({ absent, by, from, until, reason }: TypedSubstitution) =>
    deliverOnce(intentId, {
      path: '/substitutions',
      body: {
        absent: fixedAbsentPerson?.id ?? absent[0]?.value,
        by: by[0]?.value,
        until: `${nextDay(until)}T00:00:00${organisationOffset}`,
        ...(from && { from: `${from}T00:00:00${organisationOffset}` }),
        ...(isPastDay(from) && { reason }),
      },
    })
  return (
    <FormModal<TypedSubstitution>
      title={t('administration.substitute.add')}
      initial={{ absent: [], by: [], from: '', until: '', reason: '' }}
      sendTyped={send}
      onClose={onClose}
      intentId={intentId}
    >
      {!fixedAbsentPerson && (
        <Form.Item name="absent" label={t('administration.substitute.absent')} rules={[named]}>
          <PersonField />
        </Form.Item>
      )}
      <Form.Item
        name="by"
        label={t('administration.substitute.by')}
        extra={fixedAbsentPerson && t('administration.substitute.same_roles')}
        rules={[named]}
      >
        <PersonField isEligible={fixedAbsentPerson && covers} />
      </Form.Item>
      <Form.Item
        name="from"
        label={t('administration.substitute.from')}
        extra={t('administration.substitute.from_hint')}
      >
        <Input type="date" />
      </Form.Item>
      <Form.Item noStyle dependencies={['from']}>
        {({ getFieldValue }) =>
          isPastDay(getFieldValue('from') as string) && (
            <Form.Item
              name="reason"
              label={t('administration.substitute.past_reason')}
              extra={t('administration.substitute.past_reason_hint')}
              rules={[{ required: true, whitespace: true, message: t('form.error.missing') }]}
            >
              <Input maxLength={200} />
            </Form.Item>
          )
        }
      </Form.Item>
      <Form.Item
        name="until"
        label={t('administration.substitute.last')}
        extra={t('administration.substitute.last_hint')}
        dependencies={['from']}
        rules={[
          { required: true, message: t('form.error.missing') },
          ({ getFieldValue }) => ({
            validator: (_, last: string) =>
              last && getFieldValue('from') > last
                ? Promise.reject(new Error(t('administration.substitute.order')))
                : Promise.resolve(),
          }),
        ]}
      >
        <Input type="date" />
      </Form.Item>
    </FormModal>
  )
}
