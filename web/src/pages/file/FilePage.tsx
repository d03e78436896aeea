import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '../../api/client'
import { policiesInForceQuery, type Policy } from '../../api/queries'
import { useSignedInPerson } from '../../app/session'
import { Failure, Loading, EmptyNote } from '../../parts/states'
import { Section } from '../../parts/Section'
import { usePageTitle } from '../../parts/usePageTitle'
import { FilingGuidance, FilingLimits } from './GuidanceAndLimits'
import { FiledCase } from './FiledCase'
import { FilingForm, useFilingDraft } from './FilingForm'
import { EarlierComplaints } from './EarlierComplaints'
import { mayRegister } from './filingSchema'

/** FilePage registers a matter that reached the organisation by telephone, letter or otherwise. */
export function FilePage() {
  const { t } = useTranslation()
  usePageTitle(t('nav.file'))
  const person = useSignedInPerson()
  const { policy: asked } = useSearch({ from: '/file' })
  const navigate = useNavigate({ from: '/file' })
  const all = useQuery(policiesInForceQuery)
  const mine = all.data?.filter((p) => mayRegister(p, person)) ?? []
  const policy = mine.find((p) => p.id === asked) ?? mine[0]
  const [times, setTimes] = useState(0)
  return (
    <>
      <div className="page-head">
        <h1>{t('nav.file')}</h1>
        {policy && mine.length > 1 && (
          <Select
            aria-label={t('case.policy')}
            value={policy.id}
            options={mine.map((p) => ({ value: p.id, label: p.title }))}
            popupMatchSelectWidth={false}
            onChange={(chosen) => void navigate({ search: { policy: chosen }, replace: true })}
          />
        )}
      </div>
      {all.isPending && <Loading />}
      {all.error && <Failure error={all.error} retry={() => void all.refetch()} />}
      {all.data && !policy && <EmptyNote text={t('file.no_policy')} />}
      {policy && (
        <FilingUnderPolicy key={`${policy.id} ${times}`} policy={policy} onFileAnother={() => setTimes((n) => n + 1)} />
      )}
    </>
  )
}

function FilingUnderPolicy({ policy, onFileAnother }: { policy: Policy; onFileAnother: () => void }) {
  const filing = useFilingDraft(policy)
  const [scans, setScans] = useState<File[]>([])
  const [view, setView] = useState<Schemas['FiledView'] | null>(null)
  if (view) return <FiledCase view={view} scans={scans} onFileAnother={onFileAnother} />
  return (
    <div className="columns">
      <Section title={policy.title}>
        <FilingForm policy={policy} {...filing} scans={scans} onChooseScans={setScans} onFiled={setView} />
      </Section>
      <aside className="stack beside">
        <EarlierComplaints
          typed={filing.kept.typed}
          policy={policy.id}
          onTakeName={(name) =>
            filing.change({
              typed: { ...filing.kept.typed, complainant: { ...filing.kept.typed.complainant, name } },
            })
          }
        />
        <FilingGuidance policy={policy} />
        <FilingLimits policy={policy} />
      </aside>
    </div>
  )
}
