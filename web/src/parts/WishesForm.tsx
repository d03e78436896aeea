import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button, Checkbox, Form, Input, Radio } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../api/client'
import { Failure } from './states'
import { showInstant } from './values'
import '../words/me'

type Wish = Schemas['NoticeWishView']
type Channel = Schemas['NoticeWishBody']['channel']
type TypedWishes = Record<string, { address: string; topics: Wish['topics']; pace: Wish['pace'] }>

const paces: Wish['pace'][] = ['at_once', 'daily', 'inside']

const autoComplete: Record<Channel, string> = {
  mail: 'email',
  wecom: 'off',
  dingtalk: 'off',
  feishu: 'off',
  sms: 'tel',
}

type WishesFormProps = {
  wishes: Schemas['NoticeWishesView']
  save: (body: Schemas['NoticeWishesBody']) => Promise<unknown>
  /** What is read again afterwards. */
  queryKey: readonly unknown[]
}

/** WishesForm is where and of what somebody is told outside the application. */
export function WishesForm({ wishes, save, queryKey }: WishesFormProps) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const saving = useMutation({
    mutationFn: (typed: TypedWishes) =>
      save({
        channels: wishes.channels.map(({ channel }) => ({
          channel: channel as Channel,
          address: typed[channel]?.address.trim() ?? '',
          topics: typed[channel]?.topics ?? [],
          pace: typed[channel]?.pace,
        })) as Schemas['NoticeWishBody'][],
      }),
    onSuccess: () => {
      void message.success(t('me.saved'))
      return queries.invalidateQueries({ queryKey })
    },
  })
  const initial: TypedWishes = Object.fromEntries(
    wishes.channels.map((w) => [w.channel, { address: w.address ?? '', topics: w.topics, pace: w.pace }]),
  )
  return (
    <Form<TypedWishes> layout="vertical" initialValues={initial} onFinish={(typed) => saving.mutate(typed)}>
      {wishes.channels.map((wish) => (
        <ChannelFields key={wish.channel} wish={wish} topics={wishes.topics} />
      ))}
      {saving.error && <Failure error={saving.error} />}
      <Button type="primary" htmlType="submit" loading={saving.isPending}>
        {t('me.save')}
      </Button>
    </Form>
  )
}

function ChannelFields({ wish, topics }: { wish: Wish; topics: Wish['topics'] }) {
  const { t } = useTranslation()
  const channel = wish.channel as Channel
  return (
    <fieldset>
      <legend>{t(`me.channel.${channel}`)}</legend>
      {!wish.available && <p className="quiet">{t('me.unavailable')}</p>}
      <Form.Item name={[channel, 'address']} label={t(`me.address.${channel}`)} extra={t('me.address_hint')}>
        <Input maxLength={254} autoComplete={autoComplete[channel]} style={{ maxWidth: 420 }} />
      </Form.Item>
      <Form.Item name={[channel, 'topics']} label={t('me.topics')}>
        <Checkbox.Group options={topics.map((topic) => ({ value: topic, label: t(`me.topic.${topic as 'work'}`) }))} />
      </Form.Item>
      <Form.Item name={[channel, 'pace']} label={t('me.pace')}>
        <Radio.Group vertical options={paces.map((pace) => ({ value: pace, label: t(`me.paces.${pace}`) }))} />
      </Form.Item>
      {wish.latest.slice(0, 1).map((last) => (
        <p key={last.ordered_at} className="quiet">
          {t('me.last', { at: showInstant(last.ordered_at), state: t(`me.dispatch_state.${last.state}`) })}
        </p>
      ))}
    </fieldset>
  )
}
