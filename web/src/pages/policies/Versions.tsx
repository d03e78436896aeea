import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Select, Tag } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Section } from '../../parts/Section'
import { Failure, Loading } from '../../parts/states'
import { showInstant } from '../../parts/values'
import { diffLines, hunksOf, type DiffLine } from './diff'
import { policySourceQuery, type Regulation } from './regulation'
import type { PolicyPartProps } from './search'

/** Versions lists what was published, compares any two, and shows the file itself. */
export function Versions({ policy, search, changeSearch }: PolicyPartProps) {
  const { t } = useTranslation()
  const [latest, before] = policy.versions
  return (
    <div className="stack">
      <Section title={t('regulation.part.versions')}>
        <ul className="plain-list">
          {policy.versions.map((v) => (
            <li key={v.version}>
              <div className="row">
                <Link to="/policies/$id" params={{ id: policy.id }} search={{ part: 'versions', version: v.version }}>
                  {t('regulation.version', { n: v.version })}
                </Link>
                <span className="quiet">{t('regulation.published', { at: showInstant(v.published_at) })}</span>
                {v.in_force && <Tag color="green">{t('regulation.in_force')}</Tag>}
              </div>
              <p className="quiet digest">
                {t('regulation.sha')} {v.sha256}
              </p>
            </li>
          ))}
        </ul>
      </Section>
      <Section title={t('regulation.compare')}>
        {!latest || !before ? (
          <p className="quiet">{t('regulation.one_version')}</p>
        ) : (
          <VersionComparison
            policy={policy}
            from={search.from ?? before.version}
            to={search.to ?? latest.version}
            changeSearch={changeSearch}
          />
        )}
      </Section>
      <PolicySource policy={policy} />
    </div>
  )
}

function VersionComparison({
  policy,
  from,
  to,
  changeSearch,
}: {
  policy: Regulation
  from: number
  to: number
  changeSearch: PolicyPartProps['changeSearch']
}) {
  const { t } = useTranslation()
  const older = useQuery(policySourceQuery(policy.id, from)),
    newer = useQuery(policySourceQuery(policy.id, to))
  const options = policy.versions.map((v) => ({ value: v.version, label: t('regulation.version', { n: v.version }) }))
  const lines = useMemo(
    () => (older.data !== undefined && newer.data !== undefined ? diffLines(older.data, newer.data) : null),
    [older.data, newer.data],
  )
  const error = older.error ?? newer.error
  return (
    <>
      <div className="filters">
        <div>
          <label htmlFor="compare-from">{t('regulation.from')}</label>
          <Select id="compare-from" value={from} options={options} onChange={(v) => changeSearch({ from: v })} />
        </div>
        <div>
          <label htmlFor="compare-to">{t('regulation.to')}</label>
          <Select id="compare-to" value={to} options={options} onChange={(v) => changeSearch({ to: v })} />
        </div>
      </div>
      {error ? (
        <Failure
          error={error}
          retry={() => {
            void older.refetch()
            void newer.refetch()
          }}
        />
      ) : !lines ? (
        <Loading />
      ) : lines.every((l) => l.sign === ' ') ? (
        <p>{t('regulation.same')}</p>
      ) : (
        <DiffHunks lines={lines} />
      )}
    </>
  )
}

function DiffHunks({ lines }: { lines: DiffLine[] }) {
  const { t } = useTranslation()
  const told = { '+': t('regulation.added'), '-': t('regulation.removed'), ' ': undefined }
  return (
    <pre className="source" tabIndex={0}>
      {hunksOf(lines).map((h, i) =>
        Array.isArray(h) ? (
          h.map((l, j) => (
            <div
              key={`${i}.${j}`}
              className={l.sign === '+' ? 'put-in' : l.sign === '-' ? 'taken-out' : undefined}
              title={told[l.sign]}
            >
              {l.sign} {l.text}
            </div>
          ))
        ) : (
          <div key={i} className="quiet">
            {t('regulation.unchanged', { n: h.unchanged })}
          </div>
        ),
      )}
    </pre>
  )
}

function PolicySource({ policy }: { policy: Regulation }) {
  const { t } = useTranslation()
  const file = useQuery(policySourceQuery(policy.id, policy.version))
  return (
    <Section title={t('regulation.source')}>
      {file.isPending && <Loading />}
      {file.error && <Failure error={file.error} retry={() => void file.refetch()} />}
      {file.data && (
        <pre className="source" tabIndex={0}>
          {file.data}
        </pre>
      )}
    </Section>
  )
}
