import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { newIdempotencyKey, post, encodePathSegment } from '../../api/client'
import { isOutcomeUncertain } from '../../api/delivery'
import { showLength } from '../../parts/length'
import { Failure } from '../../parts/states'

/**
 * AdvanceClockButton lets one case's clock go on in a rehearsal. Advancing twice is twice as far, so it is never sent
 * again by itself.
 */
export function AdvanceClockButton({ caseId }: { caseId: string }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const moving = useMutation({
    mutationFn: (by: string) =>
      post(`/rehearsal/cases/${encodePathSegment(caseId)}/advance`, { by }, newIdempotencyKey()),
    onSettled: () => queries.invalidateQueries(),
  })
  return (
    <div className="row">
      <span className="quiet">{t('rehearsal.title')}</span>
      {['1d', '7d'].map((by) => (
        <Button key={by} size="small" disabled={moving.isPending} onClick={() => moving.mutate(by)}>
          +{showLength(by)}
        </Button>
      ))}
      <span role="status" className="quiet">
        {moving.isPending
          ? t('rehearsal.moving')
          : moving.isSuccess
            ? t('rehearsal.moved', { by: showLength(moving.variables) })
            : ''}
      </span>
      {moving.error &&
        (isOutcomeUncertain(moving.error) ? <p>{t('rehearsal.unsure')}</p> : <Failure error={moving.error} />)}
    </div>
  )
}
