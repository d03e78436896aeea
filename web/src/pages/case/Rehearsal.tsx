import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Input, Space } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newIdempotencyKey, post, encodePathSegment } from '../../api/client'
import { isOutcomeUncertain } from '../../api/delivery'
import { rereadCase } from '../../api/queries'
import { showLength } from '../../parts/length'
import { Section } from '../../parts/Section'
import { Failure } from '../../parts/states'
import { parseAdvance, showInstant } from '../../parts/values'
import { useCaseOnPage } from './caseContext'

/** Rehearsal lets the case's own time go on. Advancing twice is twice as far, so it is never sent again by itself. */
export function Rehearsal() {
  const { t } = useTranslation()
  const { caseView } = useCaseOnPage()
  const queries = useQueryClient()
  const [typed, setTyped] = useState('1d')
  const by = parseAdvance(typed)
  const moving = useMutation({
    mutationFn: (step: string) =>
      post(`/rehearsal/cases/${encodePathSegment(caseView.id)}/advance`, { by: step }, newIdempotencyKey()),
    onSettled: () => rereadCase(queries, caseView.id),
  })
  return (
    <Section title={t('rehearsal.title')}>
      <p className="quiet">{t('rehearsal.now', { now: showInstant(caseView.now) })}</p>
      <Space wrap>
        {['4h', '1d', '3d', '7d'].map((step) => (
          <Button key={step} size="small" disabled={moving.isPending} onClick={() => moving.mutate(step)}>
            +{showLength(step)}
          </Button>
        ))}
        <Space.Compact size="small">
          <Input
            aria-label={t('rehearsal.by')}
            style={{ width: 80 }}
            value={typed}
            disabled={moving.isPending}
            status={by ? '' : 'error'}
            onChange={(e) => setTyped(e.target.value)}
          />
          <Button
            disabled={!by}
            loading={moving.isPending}
            onClick={() => {
              if (by) moving.mutate(by)
            }}
          >
            {t('rehearsal.advance')}
          </Button>
        </Space.Compact>
      </Space>
      <p className="quiet" role="status">
        {moving.isPending
          ? t('rehearsal.moving')
          : moving.isSuccess
            ? t('rehearsal.moved', { by: showLength(moving.variables) })
            : by
              ? t('rehearsal.hint')
              : t('rehearsal.malformed')}
      </p>
      {moving.error &&
        (isOutcomeUncertain(moving.error) ? <p>{t('rehearsal.unsure')}</p> : <Failure error={moving.error} />)}
    </Section>
  )
}
