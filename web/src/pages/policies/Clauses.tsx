import { Link } from '@tanstack/react-router'
import { Segmented, Tag, Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'
import { Section } from '../../parts/Section'
import { countServedClauses, stepOfElement, type PolicyElement, type Regulation } from './regulation'
import { clauseKinds, type PolicyPartProps } from './search'

const colourOfKind = { enforced: 'blue', recorded: 'green', guidance: 'default' } as const

/** Clauses is the regulation as text: each clause with what the program does for it, then what was chosen besides. */
export function Clauses({ policy, search, changeSearch }: PolicyPartProps) {
  const { t } = useTranslation()
  const clauses = policy.clauses.filter((c) => !search.kind || c.kind === search.kind)
  return (
    <div className="stack">
      <div className="row spread">
        <span className="quiet">
          {t('regulation.covered', { n: policy.clauses.length, served: countServedClauses(policy) })}
        </span>
        <Segmented<string>
          aria-label={t('regulation.by_kind')}
          value={search.kind ?? ''}
          onChange={(kind) => changeSearch({ kind: clauseKinds.find((k) => k === kind) })}
          options={[
            { value: '', label: t('regulation.all_kinds') },
            ...clauseKinds.map((value) => ({ value, label: t(`regulation.kind.${value}`) })),
          ]}
        />
      </div>
      <ol className="plain-list clauses">
        {clauses.map((c) => (
          <li key={c.id} id={c.id}>
            <h2>
              <span className="quiet">{c.id.slice(policy.id.length + 1)}</span> {c.gist}
            </h2>
            <Tooltip title={t(`regulation.kind_hint.${c.kind}`)}>
              <Tag color={colourOfKind[c.kind]}>{t(`regulation.kind.${c.kind}`)}</Tag>
            </Tooltip>
            <ElementLinks policy={policy} elements={policy.elements.filter((e) => e.clauses.includes(c.id))} />
            {c.later && <p className="quiet">{t('regulation.later', { what: c.later })}</p>}
            {!c.later && c.coverage.length === 0 && <p>{t('regulation.unserved')}</p>}
          </li>
        ))}
      </ol>
      <SettingsSection policy={policy} />
    </div>
  )
}

function ElementLinks({ policy, elements }: { policy: Regulation; elements: PolicyElement[] }) {
  const { t } = useTranslation()
  return (
    <ul className="elements">
      {elements.map((e) => {
        const step = stepOfElement(policy, e.path)
        return (
          <li key={e.path}>
            {e.says}
            {step && (
              <>
                {' '}
                <Link
                  to="/policies/$id"
                  params={{ id: policy.id }}
                  search={(now) => ({ version: now.version, part: 'flow', step })}
                >
                  {t('regulation.on_flow')}
                </Link>
              </>
            )}
          </li>
        )
      })}
    </ul>
  )
}

function SettingsSection({ policy }: { policy: Regulation }) {
  const { t } = useTranslation()
  if (policy.settings.length === 0) return null
  return (
    <Section title={t('regulation.settings')}>
      <p className="quiet">{t('regulation.settings_hint')}</p>
      <ul className="plain-list">
        {policy.settings.map((s) => (
          <li key={s.id} id={s.id}>
            <strong>{s.title}</strong>
            {t('mark.colon')}
            {s.value} <span className="quiet">{s.id}</span>
            <p className="quiet">
              {t('regulation.why')}
              {t('mark.colon')}
              {s.why}
            </p>
            <ElementLinks policy={policy} elements={policy.elements.filter((e) => e.settings.includes(s.id))} />
          </li>
        ))}
      </ul>
    </Section>
  )
}
