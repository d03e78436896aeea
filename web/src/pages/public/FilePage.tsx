import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { apiClient, dataOf, type Schemas } from '../../api/client'
import { foreignLanguageTag } from '../../words/i18n'
import { portalPaths, goTo, keepReceipt } from './address'
import { FilePicker } from './FilePicker'
import { keepFilesForUpload, type ChosenFile } from './uploading'
import { coverOf, filingRequestBody, filingFields, type PublicPolicy } from './filing'
import { Loading } from './Loading'
import { PublicForm } from './PublicForm'
import { ErrorNotice } from './ErrorNotice'
import { useServerRead } from './useServerRead'

export const readPublicPolicies = async () => (await dataOf(apiClient.GET('/public/policies'))).items

/** FilePage files a complaint. */
export function FilePage() {
  const { t } = useTranslation()
  const policies = useServerRead(readPublicPolicies)
  return (
    <>
      <h1>{t('public.file')}</h1>
      <p className="quiet">{t('public.intro')}</p>
      {policies.error !== undefined && (
        <ErrorNotice error={policies.error}>
          <button type="button" className="button" onClick={() => void policies.readAgain()}>
            {t('act.retry')}
          </button>
        </ErrorNotice>
      )}
      {!policies.data && policies.error === undefined && <Loading />}
      {policies.data?.length === 0 && <p>{t('public.none')}</p>}
      {policies.data && policies.data.length > 0 && <FilingForm policies={policies.data} />}
    </>
  )
}

const chosenPolicyKey = 'duban.public.policy'

function FilingForm({ policies }: { policies: PublicPolicy[] }) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState(() => sessionStorage.getItem(chosenPolicyKey))
  const policy = policies.length === 1 ? policies[0] : policies.find((p) => p.id === chosen)
  const [files, setFiles] = useState<ChosenFile[]>([])
  const choose = (id: string) => {
    sessionStorage.setItem(chosenPolicyKey, id)
    setChosen(id)
  }
  return (
    <div className="card">
      {policies.length > 1 && (
        <div className="field">
          <span className="label" id="which">
            {t('public.about')}
          </span>
          <div className="radios stacked" role="radiogroup" aria-labelledby="which">
            {policies.map((p) => (
              <label key={p.id}>
                <input type="radio" name="which" checked={p.id === policy?.id} onChange={() => choose(p.id)} />
                <span lang={foreignLanguageTag(p.matter)}>
                  {p.matter}
                  <span className="quiet covers">{coverOf(p)}</span>
                </span>
              </label>
            ))}
          </div>
        </div>
      )}
      {policy && (
        <PublicForm
          key={policy.id}
          intentId={`public/${policy.id}`}
          fields={filingFields(policy, t)}
          submitTitle={t('public.submit')}
          makeRequest={(values) => ({ path: '/public/complaints', body: filingRequestBody(policy, values) })}
          onDone={(answer) => {
            keepFilesForUpload(files)
            keepReceipt((answer.body as Schemas['ReceiptView']).receipt)
            goTo(portalPaths.receipt)
          }}
        >
          <FilePicker
            limits={policy.takes}
            handedInBefore={0}
            chosen={files}
            onChoose={setFiles}
            hint={t('public.files_later')}
          />
        </PublicForm>
      )}
    </div>
  )
}
