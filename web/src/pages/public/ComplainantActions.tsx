import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { encodePathSegment, type Schemas } from '../../api/client'
import { fieldsOf, type Field } from './fields'
import { FilePicker } from './FilePicker'
import type { Chosen } from './uploading'
import { PublicForm } from './PublicForm'
import { useUploads } from './useUploads'

const acts = ['message', 'rate', 'request_review', 'withdraw'] as const // the most usual first
type Act = (typeof acts)[number]

/** What only staff decide: to whom a message goes, and of which kind it is. Files have a control of their own. */
const notAsked = ['to', 'kind', 'attachments']

function fieldsFor(act: Act, complaint: Schemas['PublicCaseView']): Field[] {
  const form = complaint.actions.find((a) => a.command === act)?.form
  return fieldsOf(form ? complaint.forms[form] : null).filter((f) => act !== 'message' || !notAsked.includes(f.name))
}

type Shown = { complaint: Schemas['PublicCaseView']; receipt: string; done: (status: number) => void }

/**
 * ComplainantActions are what the complainant may do now, as the server lists them; anything else is simply not
 * offered.
 */
export function ComplainantActions({ complaint, receipt, done }: Shown) {
  const { t } = useTranslation()
  const offered = acts.filter((act) => complaint.actions.some((a) => a.command === act))
  if (offered.length === 0) return null
  return (
    <section className="card" aria-labelledby="acts">
      <h2 id="acts">{t('public.acts')}</h2>
      {offered.map((act) => (
        <details
          key={`${act} ${complaint.messages.length}`}
          className="act"
          open={act === 'rate' || (act === 'message' && !offered.includes('rate'))}
        >
          <summary>{t(`public.${act}`)}</summary>
          {act === 'message' ? (
            <MessageForm complaint={complaint} fields={fieldsFor(act, complaint)} receipt={receipt} done={done} />
          ) : (
            <ActionForm act={act} fields={fieldsFor(act, complaint)} receipt={receipt} done={done} />
          )}
        </details>
      ))}
    </section>
  )
}

type One = { act: Act; fields: Field[]; receipt: string; done: (status: number) => void }

function ActionForm({ act, fields, receipt, done }: One) {
  const { t } = useTranslation()
  return (
    <PublicForm
      intentId={`follow/${receipt}/${act}`}
      fields={fields}
      submit={t(`public.${act}_send`)}
      confirm={act === 'withdraw' ? t('public.withdraw_confirm') : undefined}
      request={(values) => ({
        path: `/public/complaints/${encodePathSegment(receipt)}/commands`,
        body: { command: act, data: values },
      })}
      done={(answer) => done(answer.status)}
    />
  )
}

/** MessageForm writes to the organisation. Files go first, so that the message can name them. */
function MessageForm({
  complaint,
  fields,
  receipt,
  done,
}: Omit<One, 'act'> & { complaint: Schemas['PublicCaseView'] }) {
  const { t } = useTranslation()
  const [files, setFiles] = useState<Chosen[]>([])
  const { progress, give } = useUploads(receipt)
  return (
    <PublicForm
      intentId={`follow/${receipt}/message`}
      fields={fields}
      submit={t('public.message_send')}
      done={(answer) => done(answer.status)}
      request={(values) => ({
        path: `/public/complaints/${encodePathSegment(receipt)}/commands`,
        body: { command: 'message', data: values },
      })}
      before={async () => (files.length > 0 ? { attachments: await give(files) } : {})}
    >
      <FilePicker
        takes={complaint.takes}
        handed={complaint.handed.length}
        chosen={files}
        choose={setFiles}
        progress={progress}
      />
    </PublicForm>
  )
}
