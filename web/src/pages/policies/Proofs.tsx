import { Alert, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { joinList, titleOfCode } from '../../words/i18n'
import { showLength } from '../../parts/length'
import { Section } from '../../parts/Section'
import type { Regulation } from './regulation'
import type { PolicyPartProps } from './search'

/** Proofs are what was shown of the regulation as a whole before it was published. */
export function Proofs({ policy }: PolicyPartProps) {
  const { t } = useTranslation()
  const failing = policy.proofs.filter((proof) => proof.findings.length > 0).length
  return (
    <div className="stack">
      <Alert
        type={failing ? 'error' : 'success'}
        showIcon
        title={failing ? t('regulation.some_fail', { n: failing }) : t('regulation.all_proven')}
        description={t('regulation.proofs_hint')}
      />
      <Section title={t('regulation.part.proofs')}>
        <ul className="plain-list">
          {policy.proofs.map((proof) => (
            <li key={proof.name}>
              <ProofItem proof={proof} />
              {proof.name === 'fits' && <LimitsProof policy={policy} />}
            </li>
          ))}
        </ul>
      </Section>
    </div>
  )
}

function ProofItem({ proof }: { proof: Regulation['proofs'][number] }) {
  const { t } = useTranslation()
  const [colour, told] =
    proof.findings.length > 0
      ? (['red', 'proof_fails'] as const)
      : proof.accepted.length > 0
        ? (['gold', 'proof_accepted'] as const)
        : (['green', 'proof_holds'] as const)
  return (
    <>
      <div className="row spread">
        <span>{titleOfCode('regulation.proof', proof.name)}</span>
        <Tag color={colour}>{t(`regulation.${told}`)}</Tag>
      </div>
      <ul className="elements">
        {proof.findings.map((f, i) => (
          <li key={i}>
            {f.text} <span className="quiet">{t('regulation.at_line', { line: f.line })}</span>
          </li>
        ))}
        {proof.accepted.map((a) => (
          <li key={a.element}>
            <span className="quiet">{a.element}</span> {t('regulation.accepted_because', { why: a.why })}
          </li>
        ))}
      </ul>
    </>
  )
}

/** LimitsProof are the limits of the whole case, each against the longest way through it. */
function LimitsProof({ policy }: { policy: Regulation }) {
  const { t } = useTranslation()
  return (
    <ul className="elements">
      {policy.fits.map((f) => (
        <li key={`${f.deadline} ${f.kind} ${f.limit}`}>
          {t('regulation.fit', {
            kind: f.kind,
            limit: showLength(f.limit),
            days: showLength(`${f.days}${f.unit}`),
            needed: showLength(`${f.needed}${f.unit}`),
          })}
          {f.way.length > 0 && (
            <span className="quiet"> {f.way.map((s) => `${s.title} ${showLength(s.limit)}`).join(' → ')}</span>
          )}
          {f.loops.length > 0 && (
            <span className="quiet">
              {' '}
              {t('regulation.loops', { steps: joinList(f.loops.map((l) => `${l.from} → ${l.to}`)) })}
            </span>
          )}
          {f.without.length > 0 && (
            <span className="quiet"> {t('regulation.unlimited', { steps: joinList(f.without) })}</span>
          )}
        </li>
      ))}
    </ul>
  )
}
