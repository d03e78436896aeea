import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { Tabs, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { isProblem } from '../../api/problem'
import { Failure, NotFound, Loading } from '../../parts/states'
import { usePageTitle } from '../../parts/usePageTitle'
import '../../words/regulation'
import { Authority } from './Authority'
import { Clauses } from './Clauses'
import { Deadlines } from './Deadlines'
import { Procedure } from './Procedure'
import { Proofs } from './Proofs'
import { regulationQuery, type Regulation } from './regulation'
import { parts, type PartProps, type PolicySearch } from './search'
import { Trial } from './Trial'
import { Versions } from './Versions'

const shown: Record<(typeof parts)[number], (given: PartProps) => React.ReactNode> = {
  clauses: Clauses,
  flow: Procedure,
  deadlines: Deadlines,
  authority: Authority,
  proofs: Proofs,
  versions: Versions,
  try: Trial,
}

/** PolicyPage is one regulation: its text by clause with what serves each, and all that follows from it. */
export function PolicyPage() {
  const { t } = useTranslation()
  const { id } = useParams({ from: '/policies/$id' })
  const search = useSearch({ from: '/policies/$id' })
  const navigate = useNavigate({ from: '/policies/$id' })
  const { data: p, error, refetch } = useQuery(regulationQuery(id, search.version))
  usePageTitle(p?.title ?? t('regulation.title'))
  if (isProblem(error, 404)) return <NotFound text={t('regulation.gone')} />
  if (!p) return error ? <Failure error={error} retry={() => void refetch()} /> : <Loading />
  const part = search.part ?? 'clauses'
  const change = (more: PolicySearch) => void navigate({ search: { ...search, ...more }, replace: true })
  const Part = shown[part]
  return (
    <>
      <Head p={p} />
      <Tabs
        activeKey={part}
        items={parts.map((key) => ({ key, label: t(`regulation.part.${key}`) }))}
        onChange={(key) => void navigate({ search: { part: key as typeof part, version: search.version } })}
      />
      <Part p={p} search={search} change={change} />
    </>
  )
}

function Head({ p }: { p: Regulation }) {
  const { t } = useTranslation()
  const version = p.versions.find((v) => v.version === p.version)
  return (
    <header className="case-head">
      <p>
        <Link to="/policies">{t('regulation.title')}</Link>
      </p>
      <h1>{p.title}</h1>
      <div className="row quiet">
        <span>{t('regulation.version', { n: p.version })}</span>
        <span>{t('regulation.effective', { day: p.effective })}</span>
        {version && (
          <Tag color={version.in_force ? 'green' : 'gold'}>
            {t(version.in_force ? 'regulation.in_force' : 'regulation.not_in_force')}
          </Tag>
        )}
      </div>
    </header>
  )
}
