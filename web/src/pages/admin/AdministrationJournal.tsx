import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { policiesInForceQuery } from '../../api/queries'
import { joinList, titleOfCode } from '../../words/i18n'
import { Failure, Loading, EmptyNote } from '../../parts/states'
import { instantToLocal, showInstant } from '../../parts/values'
import { administrationJournalQuery, substitutionsQuery, useNamesById, type AdministrationEntry } from './organisation'
import { lastFullDayBefore } from './year'

/** AdministrationJournal is who changed what of the organisation, the latest first. Nothing in it is ever changed. */
export function AdministrationJournal() {
  const { t } = useTranslation()
  const pages = useInfiniteQuery(administrationJournalQuery)
  const say = useEntrySentence()
  const entries = pages.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <>
      {pages.isPending && <Loading />}
      {pages.error && <Failure error={pages.error} retry={() => void pages.refetch()} />}
      {pages.data && entries.length === 0 && <EmptyNote text={t('administration.journal.none')} />}
      <ul className="cards">
        {entries.map((e, i) => (
          <li key={`${e.at} ${i}`}>
            <p className="row">
              <time className="quiet" dateTime={e.at}>
                {showInstant(e.at)}
              </time>
              <span>{e.actor === 'system' ? t('administration.journal.system') : (e.actor_name ?? e.actor)}</span>
              <strong>{titleOfCode('administration.journal.action', say.action(e))}</strong>
              <span>{say.object(e)}</span>
            </p>
            <p className="quiet">{say.data(e)}</p>
          </li>
        ))}
      </ul>
      {pages.hasNextPage && (
        <p>
          <Button loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {t('act.more')}
          </Button>
        </p>
      )}
    </>
  )
}

/** useEntrySentence words what was changed: ids become names, as these are now. */
function useEntrySentence() {
  const { t } = useTranslation()
  const name = useNamesById()
  const policies = useQuery(policiesInForceQuery).data ?? []
  const titles = new Map(policies.flatMap((p) => p.roles.map((r) => [r.id, r.title] as const)))
  const stoodIn = new Map(
    (useQuery(substitutionsQuery).data ?? []).map(
      (s) =>
        [
          s.id,
          t('administration.substitute.for', { by: s.by_name ?? s.by, absent: s.absent_name ?? s.absent }),
        ] as const,
    ),
  )
  const one = (field: string, value: unknown): string => {
    if (typeof value === 'boolean') return t(value ? 'form.yes' : 'form.no')
    if (Array.isArray(value)) return joinList(value.map((v) => titles.get(String(v)) ?? String(v)))
    if (field === 'until') {
      // a stand-in to the end of a day is written as that day, as it was entered
      return lastFullDayBefore(instantToLocal(String(value))) ?? showInstant(String(value))
    }
    if (field === 'from') return showInstant(String(value))
    return name(String(value))
  }
  // that somebody is no administrator goes without saying, that they are not active does not
  const valueTold = (field: string, value: unknown) =>
    value !== null &&
    value !== '' &&
    !(Array.isArray(value) && value.length === 0) &&
    (value !== false || field === 'active')
  return {
    // leaving is what one looks for in this journal: an account saved as not active says so
    action: ({ action, data }: AdministrationEntry) =>
      (action === 'save_account' || action === 'set_active') && (data as { active?: boolean } | null)?.active === false
        ? 'deactivate'
        : action,
    object: ({ action, object, data }: AdministrationEntry) => {
      const named = (data as { name?: string } | null)?.name ?? name(object)
      if (action === 'end_substitution') return stoodIn.get(object) ?? ''
      return action.endsWith('_tie') || action === 'add_substitution' ? '' : named
    },
    data: (e: AdministrationEntry) =>
      Object.entries((e.data ?? {}) as Record<string, unknown>)
        .filter(([field, value]) => field !== 'id' && field !== 'name' && valueTold(field, value))
        .map(
          ([field, value]) =>
            `${titleOfCode('administration.journal.field', field)}${t('mark.colon')}${one(field, value)}`,
        )
        .join(t('mark.semicolon')),
  }
}
