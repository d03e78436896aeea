// The smaller parts of a case: who is in it, what was written to and fro, slips, notices, what is done again, other
// cases.

import { Link } from '@tanstack/react-router'
import { Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { word } from '../../words/i18n'
import { Due } from '../../parts/Due'
import { Pairs } from '../../parts/Pairs'
import { formOf, stepTitle, titleIn } from '../../parts/policy'
import { Section } from '../../parts/Section'
import { showInstant } from '../../parts/values'
import { useCase } from './context'

export function Parties() {
  const { t } = useTranslation()
  const { c, show } = useCase()
  if (c.parties.length === 0) return null
  return (
    <Section title={t('case.parties')}>
      <Pairs
        of={c.parties.map((p) => [
          word('party', p.role),
          <>
            {p.sealed ? (
              <span className="quiet">{t('party.hidden')}</span>
            ) : (
              (p.name ?? (p.kind === 'unit' ? show.unitName(p.ref) : show.actor(p.ref)))
            )}
            {p.phone && (
              <span className="quiet">
                <br />
                {t('party.phone')} {p.phone}
              </span>
            )}
            {p.email && (
              <span className="quiet">
                <br />
                {t('party.email')} {p.email}
              </span>
            )}
            {p.address && (
              <span className="quiet">
                <br />
                {t('party.address')} {p.address}
              </span>
            )}
          </>,
        ])}
      />
    </Section>
  )
}

export function Slips() {
  const { t } = useTranslation()
  const { c, show } = useCase()
  if (c.slips.length === 0) return null
  return (
    <Section title={t('case.slips')}>
      <ul className="plain-list">
        {c.slips.map((s) => (
          <li key={s.id}>
            <div className="row spread">
              <strong>
                {word('slip', s.kind)} {s.number}
              </strong>
              <Tag>{word('slip_state', s.state)}</Tag>
            </div>
            <p>{t('slip.to', { to: show.seats(s.to) })}</p>
            <p className="quiet">{t('slip.issued', { at: showInstant(s.issued_at) })}</p>
            {s.reply_due && (s.state === 'open' || s.state === 'overdue') && (
              <p>
                {t('slip.reply')} <Due due={s.reply_due} now={c.now} overdue={s.state === 'overdue'} />
              </p>
            )}
            {s.reply && <p className="prose">{s.reply}</p>}
          </li>
        ))}
      </ul>
    </Section>
  )
}

export function Notices() {
  const { t } = useTranslation()
  const { c, policy } = useCase()
  if (c.notices.length === 0) return null
  return (
    <Section title={t('case.notices')}>
      <ul className="plain-list">
        {c.notices.map((n) => (
          <li key={n.id}>
            <div className="row spread">
              <strong>{stepTitle(policy, n.step)}</strong>
              <Tag>{t(n.served_at ? 'notice.served' : 'notice.waiting')}</Tag>
            </div>
            <Pairs
              of={[
                [t('notice.at'), showInstant(n.served_at)],
                [
                  t('notice.how'),
                  n.how &&
                    titleIn(
                      (formOf(policy, n.step)?.properties?.how?.oneOf ?? []).map((o) => ({
                        code: o.const,
                        title: o.title ?? o.const,
                      })),
                      n.how,
                    ),
                ],
                [t('notice.proof'), n.proof && n.proof],
                [t('notice.text'), n.text && <span className="prose">{n.text}</span>],
              ]}
            />
          </li>
        ))}
      </ul>
    </Section>
  )
}

export function Messages() {
  const { t } = useTranslation()
  const { c, policy } = useCase()
  if (c.messages.length === 0) return null
  return (
    <Section title={t('case.messages')}>
      <ol className="messages">
        {c.messages.map((m, i) => (
          <li key={i} className={m.from === 'complainant' ? 'theirs' : 'ours'}>
            <p className="quiet">
              {m.from === 'complainant' ? t('party.complainant') : t('actor.organisation')} ·{' '}
              {titleIn(policy.messages, m.kind)} · {showInstant(m.at)}
            </p>
            <p className="prose">{m.text ?? t('state.sealed')}</p>
          </li>
        ))}
      </ol>
    </Section>
  )
}

/** Redo are the steps done by people found in conflict of interest since. */
export function Redo() {
  const { t } = useTranslation()
  const { c, show } = useCase()
  if (c.redo.length === 0) return null
  return (
    <Section title={t('case.redo')}>
      <ul className="plain-list">
        {c.redo.map((r) => (
          <li key={r.task}>
            <div className="row spread">
              <strong>{r.title}</strong>
              <Tag>{t(r.redone ? 'redo.done' : 'redo.waits')}</Tag>
            </div>
            <p className="quiet">{t('redo.by', { name: r.person_name ?? show.actor(r.person) })}</p>
          </li>
        ))}
      </ul>
    </Section>
  )
}

export function Links() {
  const { t } = useTranslation()
  const { c } = useCase()
  if (c.links.length === 0) return null
  return (
    <Section title={t('case.links')}>
      <ul className="plain-list">
        {c.links.map((l) => (
          <li key={l.case}>
            {t(`link.${l.relation}`)}{' '}
            <Link to="/cases/$id" params={{ id: l.case }}>
              {l.title} {l.number ?? t('case.no_number')}
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  )
}
