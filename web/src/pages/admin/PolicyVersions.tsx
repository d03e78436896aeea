import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Input, Select, Space } from 'antd'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { apiClient, dataOf, type Schemas } from '../../api/client'
import { policiesInForceQuery } from '../../api/queries'
import { deliverOnce } from '../../api/send'
import { Section } from '../../parts/Section'
import { Failure, Loading } from '../../parts/states'
import { PolicyChanges } from '../../parts/policyChange/PolicyChanges'
import { TrialPart } from '../../parts/policyChange/TrialResults'
import { policyOffersQuery, runningQuery, versionsQuery } from '../../parts/policyChange/versions'
import { FileForm } from './FileForm'

/**
 * PolicyVersions is where a version of a regulation is published: what a check finds in its file, what it says
 * otherwise and what would become of the cases there are is seen first. Versions are withdrawn here, and open cases
 * moved to a newer one.
 */
export function PolicyVersions() {
  const { t } = useTranslation()
  const policies = useQuery(policiesInForceQuery).data
  const [policy, setPolicy] = useState<string>()
  const [file, setFile] = useState('')
  const shown = policy ?? policies?.[0]?.id
  return (
    <div className="stack">
      <PolicyChanges />
      <OffersPart onTake={setFile} />
      <PublishPart file={file} setFile={setFile} />
      <Section title={t('administration.version.published')}>
        <Select
          aria-label={t('administration.version.policy')}
          value={shown}
          onChange={setPolicy}
          options={(policies ?? []).map((p) => ({ value: p.id, label: p.title }))}
          style={{ minWidth: 260 }}
        />
        {shown && <VersionList key={shown} policy={shown} />}
      </Section>
    </div>
  )
}

/**
 * OffersPart tells of regulations that the release brings and that are not in force, because the organisation goes by
 * its own. One is taken into the form under the next number.
 */
function OffersPart({ onTake }: { onTake: (file: string) => void }) {
  const { t } = useTranslation()
  const offers = useQuery(policyOffersQuery)
  if (offers.error) return <Failure error={offers.error} />
  if (!offers.data?.length) return null
  return (
    <Section title={t('administration.version.offers')}>
      <ul className="plain-list">
        {offers.data.map((o) => (
          <li key={o.policy}>
            <p>
              {t('administration.version.offer', {
                title: o.title,
                version: o.version,
                inForce: o.in_force,
                next: o.next,
              })}
            </p>
            <DifferenceList differences={o.differences} before={o.in_force} />
            <Button onClick={() => onTake(o.file.replace(/^version: *\d+/m, `version: ${o.next}`))}>
              {t('administration.version.take_offer', { next: o.next })}
            </Button>
          </li>
        ))}
      </ul>
    </Section>
  )
}

function PublishPart({ file, setFile }: { file: string; setFile: (file: string) => void }) {
  const { t } = useTranslation()
  const check = useMutation({
    mutationFn: (typed: string) => dataOf(apiClient.POST('/policy-checks', { body: { file: typed } })),
  })
  const type = (typed: string) => {
    setFile(typed)
    check.reset() // what is published is what was checked
  }
  const checked = check.variables === file ? check.data : undefined
  const sound = checked && checked.findings.length === 0
  return (
    <Section title={t('administration.version.publish')}>
      <p className="quiet">{t('administration.version.publish_what')}</p>
      <FileForm
        name="policy"
        choose={t('administration.version.choose')}
        label={t('administration.version.file')}
        text={file}
        onType={type}
      />
      <Button disabled={!file.trim()} loading={check.isPending} onClick={() => check.mutate(file)}>
        {t('administration.version.check')}
      </Button>
      {check.error && <Failure error={check.error} />}
      {checked && <CheckResult result={checked} />}
      {sound && (
        <>
          <TrialPart label={t('administration.version.rehearse')} path="/policy-rehearsals" body={{ file }} />
          <AskForm
            body={{ kind: 'publish', file }}
            label={t('administration.version.publish')}
            onAsked={() => type('')}
          />
        </>
      )}
    </Section>
  )
}

function CheckResult({ result }: { result: Schemas['PolicyCheckView'] }) {
  const { t } = useTranslation()
  if (result.findings.length > 0)
    return (
      <div role="alert" className="findings">
        {t('administration.calendar.findings', { n: result.findings.length })}
        <ol>
          {result.findings.map((f) => (
            <li key={`${f.line}:${f.column} ${f.id}`}>
              <strong>{t('administration.calendar.finding_line', { line: f.line })}</strong> {f.text}
            </li>
          ))}
        </ol>
      </div>
    )
  return (
    <div className="stack" role="status">
      <h3>{t('administration.version.sound', { title: result.title, version: result.version })}</h3>
      <DifferenceList differences={result.differences} before={result.before} />
    </div>
  )
}

/** DifferenceList tells what a version says otherwise than the one in force. */
function DifferenceList({
  differences,
  before,
}: {
  differences: Schemas['PolicyCheckView']['differences']
  before: number
}) {
  const { t } = useTranslation()
  if (before === 0) return <p>{t('administration.version.first')}</p>
  return (
    <>
      <p>{t('administration.version.differences', { n: differences.length, before })}</p>
      <ul>
        {differences.map((d) => (
          <li key={`${d.path} ${d.what}`}>{d.said}</li>
        ))}
      </ul>
    </>
  )
}

/** AskForm asks for a change, with a reason. */
function AskForm({ body, label, onAsked }: { body: Record<string, unknown>; label: string; onAsked: () => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [reason, setReason] = useState('')
  const id = useId()
  const ask = useMutation({
    mutationFn: () =>
      deliverOnce(`policy-change/${id}/${reason}`, {
        path: '/policy-changes',
        body: { ...body, reason: reason.trim() },
      }),
    onSuccess: async () => {
      setReason('')
      onAsked()
      await queries.invalidateQueries()
    },
  })
  return (
    <Space wrap style={{ marginTop: 12 }}>
      <Input
        aria-label={t('administration.version.reason')}
        placeholder={t('administration.version.reason')}
        value={reason}
        maxLength={2000}
        onChange={(e) => setReason(e.target.value)}
        style={{ minWidth: 260 }}
      />
      <Button type="primary" disabled={!reason.trim()} loading={ask.isPending} onClick={() => ask.mutate()}>
        {label}
      </Button>
      {ask.error && <Failure error={ask.error} />}
    </Space>
  )
}

function VersionList({ policy }: { policy: string }) {
  const { t } = useTranslation()
  const regulation = useQuery(versionsQuery(policy))
  const running = useQuery(runningQuery(policy))
  if (!regulation.data || !running.data) return regulation.error ? <Failure error={regulation.error} /> : <Loading />
  const inForce = regulation.data.version
  return (
    <ul className="plain-list">
      {regulation.data.versions.map((v) => {
        const runs = running.data.find((r) => r.version === v.version)
        return (
          <li key={v.version} className="stack">
            <strong>
              {t('administration.version.line', { version: v.version, n: runs?.count ?? 0 })}
              {v.in_force && t('mark.aside', { text: t('administration.version.in_force') })}
              {v.withdrawn && t('mark.aside', { text: t('administration.version.withdrawn') })}
            </strong>
            <AskForm
              body={{ kind: v.withdrawn ? 'publish' : 'withdraw', policy, version: v.version }}
              label={t(v.withdrawn ? 'administration.version.restore' : 'administration.version.withdraw')}
              onAsked={() => undefined}
            />
            {runs && v.version < inForce && <MovePart policy={policy} version={inForce} runs={runs} />}
          </li>
        )
      })}
    </ul>
  )
}

/** MovePart lets open cases be moved: all that run under a version, or chosen ones that the reader may read. */
function MovePart({ policy, version, runs }: { policy: string; version: number; runs: Schemas['RunningView'] }) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState<string[]>([])
  const which = chosen.length > 0 ? { cases: chosen } : { from: runs.version }
  const body = { policy, version, ...which }
  return (
    <div className="stack">
      <Select
        mode="multiple"
        aria-label={t('administration.version.cases')}
        placeholder={t('administration.version.all_cases', { n: runs.count })}
        value={chosen}
        onChange={setChosen}
        options={runs.cases.map((k) => ({ value: k.id, label: k.number ?? k.id }))}
        style={{ minWidth: 260 }}
      />
      {runs.hidden > 0 && <p className="quiet">{t('administration.version.hidden', { n: runs.hidden })}</p>}
      <TrialPart label={t('administration.version.try_move')} path="/policy-moves/trials" body={body} />
      <AskForm
        body={{ kind: 'move', ...body }}
        label={t('administration.version.move', { version })}
        onAsked={() => setChosen([])}
      />
    </div>
  )
}
