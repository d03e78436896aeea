import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { Tabs, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { isProblem } from '../../api/problem'
import { PolicyChanges } from '../../parts/policyChange/PolicyChanges'
import { Failure, NotFound, Loading } from '../../parts/states'
import { usePageTitle } from '../../parts/usePageTitle'
import '../../words/regulation'
import { Authority } from './Authority'
import { Clauses } from './Clauses'
import { Deadlines } from './Deadlines'
import { Procedure } from './Procedure'
import { Proofs } from './Proofs'
import { regulationQuery, type Regulation } from './regulation'
import { policyParts, type PolicyPartProps, type PolicySearch } from './search'
import { Trial } from './Trial'
import { Versions } from './Versions'

const contentOfPart: Record<(typeof policyParts)[number], (given: PolicyPartProps) => React.ReactNode> = {
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
  const Part = contentOfPart[part]
  return (
    <>
      <PolicyHead policy={p} />
      <PolicyChanges policy={id} />
      <Tabs
        activeKey={part}
        items={policyParts.map((key) => ({ key, label: t(`regulation.part.${key}`) }))}
        onChange={(key) => void navigate({ search: { part: key as typeof part, version: search.version } })}
      />
      <Part policy={p} search={search} changeSearch={change} />
    </>
  )
}

function PolicyHead({ policy }: { policy: Regulation }) {
  const { t } = useTranslation()
  const version = policy.versions.find((v) => v.version === policy.version)
  return (
    <header className="case-head">
      <p>
        <Link to="/policies">{t('regulation.title')}</Link>
      </p>
      <h1>{policy.title}</h1>
      <div className="row quiet">
        <span>{t('regulation.version', { n: policy.version })}</span>
        <span>{t('regulation.effective', { day: policy.effective })}</span>
        {version && (
          <Tag color={version.in_force ? 'green' : 'gold'}>
            {t(version.in_force ? 'regulation.in_force' : 'regulation.not_in_force')}
          </Tag>
        )}
      </div>
    </header>
  )
}
