import { useTranslation } from 'react-i18next'
import { addresses } from './address'
import { readPolicies } from './FilePage'
import { Go } from './Go'
import { Qr } from './Qr'
import { Trouble } from './Trouble'
import { useRead } from './useRead'

/** HomePage says how to complain. Printed, it is the notice that hangs on a wall, with the way here as a QR code. */
export function HomePage() {
  const { t } = useTranslation()
  const policies = useRead(readPolicies)
  return (
    <>
      <h1>{t('public.how')}</h1>
      <p>{t('public.how_lead')}</p>
      <p className="row no-print">
        <Go to={addresses.file} className="button primary big">{t('public.file')}</Go>
        <Go to={addresses.follow} className="button big">{t('public.follow')}</Go>
      </p>
      <h2>{t('public.steps')}</h2>
      <ol className="steps">{(['public.step_1', 'public.step_2', 'public.step_3', 'public.step_4'] as const).map((key) => <li key={key}>{t(key)}</li>)}</ol>
      <h2>{t('public.matters')}</h2>
      {policies.error !== undefined && <Trouble error={policies.error} />}
      {policies.data?.length === 0 && <p>{t('public.none')}</p>}
      <ul className="matters">{policies.data?.map((p) => (
        <li key={p.id}><strong>{p.title}</strong><span className="quiet">{p.categories.map((c) => c.title).join('、')}</span></li>
      ))}</ul>
      <h2>{t('public.rights')}</h2>
      <ul className="steps"><li>{t('public.right_1')}</li><li>{t('public.right_2')}</li><li>{t('public.right_3')}</li></ul>
      <div className="only-print poster"><Qr text={location.origin + addresses.file} label={t('public.file')} /><p>{t('public.poster', { address: location.origin + addresses.home })}</p></div>
      <p className="no-print"><button type="button" className="button" onClick={() => window.print()}>{t('public.print_notice')}</button></p>
    </>
  )
}
