import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSignedInPerson } from '../../app/session'
import { Section } from '../../parts/Section'
import { Failure, Loading, EmptyNote } from '../../parts/states'
import { usePageTitle } from '../../parts/usePageTitle'
import '../../words/administration'
import { substitutionsQuery } from './organisation'
import { SubstitutionForm, SubstitutionList } from './SubstitutionsPart'

/** StandInPage is 我的代理: who stands in for its reader, for whom they stand in, and from when to when. */
export function StandInPage() {
  const { t } = useTranslation()
  usePageTitle(t('nav.stand_in'))
  const me = useSignedInPerson()
  const list = useQuery(substitutionsQuery)
  const [adding, setAdding] = useState(false)
  const forMe = list.data?.filter((s) => s.absent === me.id) ?? []
  const byMe = list.data?.filter((s) => s.by === me.id) ?? []
  return (
    <div className="stack">
      <div className="page-head">
        <h1>{t('nav.stand_in')}</h1>
        {me.roles.length > 0 && (
          <Button type="primary" onClick={() => setAdding(true)}>
            {t('administration.substitute.add')}
          </Button>
        )}
      </div>
      <p className="quiet">
        {t('administration.substitute.hint')} {t('administration.substitute.ask')}
      </p>
      {list.isPending && <Loading />}
      {list.error && <Failure error={list.error} retry={() => void list.refetch()} />}
      {list.data && (
        <>
          <Section title={t('administration.substitute.for_me')}>
            {forMe.length === 0 && <EmptyNote text={t('administration.substitute.none_for_me')} />}
            <SubstitutionList substitutions={forMe} mayEnd={() => true} />
          </Section>
          <Section title={t('administration.substitute.by_me')}>
            {byMe.length === 0 && <EmptyNote text={t('administration.substitute.none_by_me')} />}
            <SubstitutionList substitutions={byMe} mayEnd={() => false} />
          </Section>
        </>
      )}
      {adding && <SubstitutionForm fixedAbsentPerson={me} onClose={() => setAdding(false)} />}
    </div>
  )
}
