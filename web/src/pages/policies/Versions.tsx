import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Select, Tag } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Section } from '../../parts/Section'
import { Failure, Loading } from '../../parts/states'
import { showInstant } from '../../parts/values'
import { diff, hunks, type Line } from './diff'
import { policySourceQuery, type Regulation } from './regulation'
import type { PartProps } from './search'

/** Versions lists what was published, compares any two, and shows the file itself. */
export function Versions({ p, search, change }: PartProps) {
  const { t } = useTranslation()
  const [latest, before] = p.versions
  return (
    <div className="stack">
      <Section title={t('regulation.part.versions')}>
        <ul className="plain-list">
          {p.versions.map((v) => (
            <li key={v.version}>
              <div className="row">
                <Link to="/policies/$id" params={{ id: p.id }} search={{ part: 'versions', version: v.version }}>
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
          <Compared p={p} from={search.from ?? before.version} to={search.to ?? latest.version} change={change} />
        )}
      </Section>
      <Source p={p} />
    </div>
  )
}

function Compared({ p, from, to, change }: { p: Regulation; from: number; to: number; change: PartProps['change'] }) {
  const { t } = useTranslation()
  const older = useQuery(policySourceQuery(p.id, from)),
    newer = useQuery(policySourceQuery(p.id, to))
  const options = p.versions.map((v) => ({ value: v.version, label: t('regulation.version', { n: v.version }) }))
  const lines = useMemo(
    () => (older.data !== undefined && newer.data !== undefined ? diff(older.data, newer.data) : null),
    [older.data, newer.data],
  )
  const error = older.error ?? newer.error
  return (
    <>
      <div className="filters">
        <div>
          <label htmlFor="compare-from">{t('regulation.from')}</label>
          <Select id="compare-from" value={from} options={options} onChange={(v) => change({ from: v })} />
        </div>
        <div>
          <label htmlFor="compare-to">{t('regulation.to')}</label>
          <Select id="compare-to" value={to} options={options} onChange={(v) => change({ to: v })} />
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
        <Difference lines={lines} />
      )}
    </>
  )
}

function Difference({ lines }: { lines: Line[] }) {
  const { t } = useTranslation()
  const told = { '+': t('regulation.added'), '-': t('regulation.removed'), ' ': undefined }
  return (
    <pre className="source" tabIndex={0}>
      {hunks(lines).map((h, i) =>
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

function Source({ p }: { p: Regulation }) {
  const { t } = useTranslation()
  const file = useQuery(policySourceQuery(p.id, p.version))
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
