import { useQuery } from '@tanstack/react-query'
import { Button, Form, Input, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { encodePathSegment, type Schemas } from '../../api/client'
import type { Person } from '../../api/queries'
import { deliver } from '../../api/send'
import { Failure, Loading, EmptyNote } from '../../parts/states'
import { instantToLocal, organisationOffset, showInstant } from '../../parts/values'
import { PersonField, type Named } from './fields'
import { FormModal } from './FormModal'
import { substitutionsQuery, type Substitution } from './organisation'
import { useConfirmation } from './useConfirmation'
import { lastDayOf, nextDay } from './year'

const order = { active: 0, coming: 1, past: 2 }
const rank = (s: Substitution) => order[s.state]

/** Substitutes are who stands in for whom, and from when to when. */
export function Substitutes() {
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
      <Substitutions rows={list.data ?? []} endable={() => true} />
      {adding && <SubstituteForm close={() => setAdding(false)} />}
    </>
  )
}

/** Substitutions are shown with those that hold now first. */
export function Substitutions({ rows, endable }: { rows: Substitution[]; endable: (s: Substitution) => boolean }) {
  const sorted = [...rows].sort((a, b) => rank(a) - rank(b) || b.from.localeCompare(a.from))
  return (
    <ul className="cards">
      {sorted.map((s) => (
        <OneSubstitution key={s.id} s={s} endable={endable(s)} />
      ))}
    </ul>
  )
}

const colours = { active: 'green', coming: 'gold', past: undefined }

function OneSubstitution({ s, endable }: { s: Substitution; endable: boolean }) {
  const { t } = useTranslation()
  const ask = useConfirmation()
  const absent = s.absent_name ?? s.absent,
    by = s.by_name ?? s.by
  const day = lastDayOf(instantToLocal(s.until))
  const end = () =>
    ask({
      title: t('administration.substitute.end'),
      text: t('administration.substitute.end_what', { absent, by }),
      ok: t('administration.end'),
      done: t('administration.substitute.ended'),
      act: () =>
        deliver(`administration/substitution/${s.id}`, {
          path: `/substitutions/${encodePathSegment(s.id)}/end`,
          body: undefined,
        }),
    })
  return (
    <li className="row spread">
      <span>
        <Tag color={colours[s.state]}>{t(`administration.substitute.${s.state as 'active'}`)}</Tag>
        <strong>{by}</strong> → <strong>{absent}</strong>{' '}
        <span className="quiet">
          {showInstant(s.from)} —{' '}
          {day
            ? t('administration.substitute.until_day', { day })
            : t('administration.substitute.until', { at: showInstant(s.until) })}
        </span>
      </span>
      {endable && s.state !== 'past' && (
        <Button size="small" danger aria-label={`${t('administration.end')} ${by} ${absent}`} onClick={end}>
          {t('administration.end')}
        </Button>
      )}
    </li>
  )
}

type Typed = { absent: Named[]; by: Named[]; from: string; until: string }

const intentId = 'administration/substitution'

/** SubstituteForm asks who stands in for somebody, or for whoever fills it in. */
export function SubstituteForm({ close, self }: { close: () => void; self?: Person }) {
  const { t } = useTranslation()
  const covers = (p: Schemas['PersonView']) =>
    p.active && p.id !== self?.id && (self?.roles.every((role) => p.roles.includes(role)) ?? true)
  const named = { required: true, type: 'array' as const, min: 1, message: t('form.error.missing') }
  const send = ({ absent, by, from, until }: Typed) =>
    deliver(intentId, {
      path: '/substitutions',
      body: {
        absent: self?.id ?? absent[0]?.value,
        by: by[0]?.value,
        until: `${nextDay(until)}T00:00:00${organisationOffset}`,
        ...(from && { from: `${from}T00:00:00${organisationOffset}` }),
      },
    })
  return (
    <FormModal<Typed>
      title={t('administration.substitute.add')}
      initial={{ absent: [], by: [], from: '', until: '' }}
      send={send}
      close={close}
      intentId={intentId}
    >
      {!self && (
        <Form.Item name="absent" label={t('administration.substitute.absent')} rules={[named]}>
          <PersonField />
        </Form.Item>
      )}
      <Form.Item
        name="by"
        label={t('administration.substitute.by')}
        extra={self && t('administration.substitute.same_roles')}
        rules={[named]}
      >
        <PersonField fits={self && covers} />
      </Form.Item>
      <Form.Item
        name="from"
        label={t('administration.substitute.from')}
        extra={t('administration.substitute.from_hint')}
      >
        <Input type="date" />
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
