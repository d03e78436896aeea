import { useQuery } from '@tanstack/react-query'
import { Button, Form, Input, Radio } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { encodePathSegment } from '../../api/client'
import { deliverOnce } from '../../api/send'
import { Failure, Loading, EmptyNote } from '../../parts/states'
import { PersonField, type NamedPerson } from './fields'
import { FormModal } from './FormModal'
import { tiesQuery, type Tie } from './organisation'
import { useAskToConfirm } from './useAskToConfirm'

/** Ties are the declared relationships by which conflicts of interest are found. */
export function Ties() {
  const { t } = useTranslation()
  const list = useQuery(tiesQuery)
  const [adding, setAdding] = useState(false)
  return (
    <>
      <div className="page-head">
        <p className="quiet">{t('administration.tie.hint')}</p>
        <Button type="primary" onClick={() => setAdding(true)}>
          {t('administration.tie.add')}
        </Button>
      </div>
      {list.isPending && <Loading />}
      {list.error && <Failure error={list.error} retry={() => void list.refetch()} />}
      {list.data?.length === 0 && <EmptyNote text={t('administration.tie.none')} />}
      <ul className="cards">
        {list.data?.map((tie) => (
          <TieItem key={tie.id} tie={tie} />
        ))}
      </ul>
      {adding && <TieForm onClose={() => setAdding(false)} />}
    </>
  )
}

function TieItem({ tie }: { tie: Tie }) {
  const { t } = useTranslation()
  const ask = useAskToConfirm()
  const person = tie.person_name ?? tie.person,
    other = tie.other_name ?? tie.other ?? ''
  const end = () =>
    ask({
      title: t('administration.tie.end'),
      text: t('administration.tie.end_what', { person, other, ground: tie.ground }),
      okText: t('administration.end'),
      onDone: t('administration.tie.ended'),
      perform: () =>
        deliverOnce(`administration/tie/${tie.id}`, {
          path: `/ties/${encodePathSegment(tie.id)}/end`,
          body: undefined,
        }),
    })
  return (
    <li className="row spread">
      <span>
        <strong>{person}</strong> — <strong>{other}</strong>
        {!tie.other && (
          <span className="quiet">{t('mark.aside', { text: t('administration.tie.outside') })}</span>
        )} · {tie.ground}
      </span>
      <Button size="small" danger aria-label={`${t('administration.end')} ${person} ${other}`} onClick={end}>
        {t('administration.end')}
      </Button>
    </li>
  )
}

type TypedTie = { person: NamedPerson[]; outside: boolean; other: NamedPerson[]; name: string; ground: string }

const intentId = 'administration/tie'

function TieForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const missing = { required: true, message: t('form.error.missing') }
  const send = ({ person, outside, other, name, ground }: TypedTie) =>
    deliverOnce(intentId, {
      path: '/ties',
      body: {
        person: person[0]?.value,
        ground: ground.trim(),
        ...(outside ? { name: name.trim() } : { other: other[0]?.value }),
      },
    })
  return (
    <FormModal<TypedTie>
      title={t('administration.tie.add')}
      initial={{ person: [], outside: false, other: [], name: '', ground: '' }}
      sendTyped={send}
      onClose={onClose}
      intentId={intentId}
    >
      <Form.Item name="person" label={t('administration.tie.person')} rules={[{ ...missing, type: 'array', min: 1 }]}>
        <PersonField />
      </Form.Item>
      <Form.Item name="outside" label={t('administration.tie.other')}>
        <Radio.Group
          options={[
            { value: false, label: t('administration.tie.inside') },
            { value: true, label: t('administration.tie.outside') },
          ]}
        />
      </Form.Item>
      <Form.Item noStyle dependencies={['outside']}>
        {({ getFieldValue }) =>
          getFieldValue('outside') ? (
            <Form.Item name="name" label={t('administration.tie.name')} rules={[{ ...missing, whitespace: true }]}>
              <Input maxLength={100} autoComplete="off" />
            </Form.Item>
          ) : (
            <Form.Item
              name="other"
              label={t('administration.tie.inside')}
              rules={[{ ...missing, type: 'array', min: 1 }]}
            >
              <PersonField />
            </Form.Item>
          )
        }
      </Form.Item>
      <Form.Item
        name="ground"
        label={t('administration.tie.ground')}
        extra={t('administration.tie.ground_hint')}
        rules={[{ ...missing, whitespace: true }]}
      >
        <Input maxLength={100} />
      </Form.Item>
    </FormModal>
  )
}
