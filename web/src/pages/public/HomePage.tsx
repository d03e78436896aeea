import { useTranslation } from 'react-i18next'
import { apiClient, dataOf } from '../../api/client'
import { foreignLanguageTag } from '../../words/i18n'
import { TitledValues } from '../../parts/TitledValues'
import { portalPaths } from './address'
import { readPublicPolicies } from './FilePage'
import { coverOf } from './filing'
import { PortalLink } from './PortalLink'
import { Loading } from './Loading'
import { QrCode } from './QrCode'
import { ErrorNotice } from './ErrorNotice'
import { useServerRead } from './useServerRead'

const readPoliciesOfHome = async () => {
  const [policies, desk] = await Promise.all([readPublicPolicies(), dataOf(apiClient.GET('/public/desk'))])
  return { policies, desk }
}

/**
 * HomePage says how to complain and to whom. Printed, it is the notice that hangs on a wall, with the way here as a QR
 * code.
 */
export function HomePage() {
  const { t } = useTranslation()
  const { data, error, readAgain } = useServerRead(readPoliciesOfHome)
  const { organisation, office, phone, reception } = data?.desk ?? {}
  return (
    <>
      <h1>{organisation ? t('public.how_at', { name: organisation }) : t('public.how')}</h1>
      <p>{t('public.how_lead')}</p>
      <p className="row no-print">
        <PortalLink to={portalPaths.file} className="button primary big">
          {t('public.file')}
        </PortalLink>
        <PortalLink to={portalPaths.follow} className="button big">
          {t('public.follow')}
        </PortalLink>
      </p>
      <h2>{t('public.steps')}</h2>
      <ol className="steps">
        {(['public.step_1', 'public.step_2', 'public.step_3', 'public.step_4'] as const).map((key) => (
          <li key={key}>{t(key)}</li>
        ))}
      </ol>
      {(office || phone || reception) && (
        <>
          <h2>{t('public.desk')}</h2>
          <TitledValues
            pairs={[
              [t('public.desk_office'), office && <span lang={foreignLanguageTag(office)}>{office}</span>],
              [t('public.desk_phone'), phone && <a href={`tel:${phone.replace(/[^\d+]/g, '')}`}>{phone}</a>],
              [t('public.desk_reception'), reception && <span lang={foreignLanguageTag(reception)}>{reception}</span>],
            ]}
          />
        </>
      )}
      <h2>{t('public.matters')}</h2>
      {error !== undefined && (
        <ErrorNotice error={error}>
          <button type="button" className="button" onClick={() => void readAgain()}>
            {t('act.retry')}
          </button>
        </ErrorNotice>
      )}
      {!data && error === undefined && <Loading />}
      {data?.policies.length === 0 && <p>{t('public.none')}</p>}
      <ul className="matters">
        {data?.policies.map((p) => (
          <li key={p.id} lang={foreignLanguageTag(p.matter)}>
            <strong>{p.matter}</strong>
            <span className="quiet">{coverOf(p)}</span>
          </li>
        ))}
      </ul>
      <h2>{t('public.rights')}</h2>
      <ul className="steps">
        <li>{t('public.right_1')}</li>
        <li>{t('public.right_2')}</li>
        <li>{t('public.right_3')}</li>
      </ul>
      <div className="only-print poster">
        <QrCode text={location.origin + portalPaths.file} label={t('public.file')} />
        <p>{t('public.poster', { address: location.origin + portalPaths.home })}</p>
      </div>
      <p className="no-print">
        <button type="button" className="button" onClick={() => window.print()}>
          {t('public.print_notice')}
        </button>
      </p>
    </>
  )
}
