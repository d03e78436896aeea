import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { encodePathSegment, type Schemas } from '../../api/client'
import { fieldsOf, type Field } from './fields'
import { FilePicker } from './FilePicker'
import type { ChosenFile } from './uploading'
import { PublicForm } from './PublicForm'
import { useUploads } from './useUploads'

// the most usual first
const complainantCommands = [
  'message',
  'rate',
  'urge',
  'acknowledge_copy',
  'request_review',
  'recuse',
  'withdraw',
] as const
type ComplainantCommand = (typeof complainantCommands)[number]

/**
 * What only staff say: to whom a message or an urging goes, and its kind; whose wish it is, and whose id. Files have a
 * control of their own.
 */
const fieldsNotAsked: Partial<Record<ComplainantCommand, string[]>> = {
  message: ['to', 'kind', 'attachments'],
  urge: ['to'],
  request_review: ['party'],
  recuse: ['party', 'person'],
  acknowledge_copy: ['document', 'copy', 'at', 'how'],
}

function fieldsForCommand(command: ComplainantCommand, complaint: Schemas['PublicCaseView']): Field[] {
  const form = complaint.actions.find((a) => a.command === command)?.form
  return fieldsOf(form ? complaint.forms[form] : null).filter((f) => !fieldsNotAsked[command]?.includes(f.name))
}

type ComplainantActionsProps = {
  complaint: Schemas['PublicCaseView']
  receipt: string
  onDone: (status: number) => void
}

/**
 * ComplainantActions are what the complainant may do now, as the server lists them; anything else is simply not
 * offered.
 */
export function ComplainantActions({ complaint, receipt, onDone }: ComplainantActionsProps) {
  const { t } = useTranslation()
  const offered = complainantCommands.filter((act) => complaint.actions.some((a) => a.command === act))
  const notYet = (act: ComplainantCommand) => complaint.actions.find((a) => a.command === act)?.refusal?.detail
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
          {notYet(act) ? (
            <p>{notYet(act)}</p>
          ) : act === 'message' ? (
            <MessageForm
              complaint={complaint}
              fields={fieldsForCommand(act, complaint)}
              receipt={receipt}
              onDone={onDone}
            />
          ) : act === 'acknowledge_copy' ? (
            complaint.papers
              .filter((p) => p.acknowledged_at === null)
              .map((p) => (
                <div key={p.document}>
                  <p>{t('public.paper', p)}</p>
                  <ActionForm
                    command={act}
                    fields={fieldsForCommand(act, complaint)}
                    named={{ document: p.document, copy: p.copy }}
                    receipt={receipt}
                    onDone={onDone}
                  />
                </div>
              ))
          ) : (
            <ActionForm command={act} fields={fieldsForCommand(act, complaint)} receipt={receipt} onDone={onDone} />
          )}
        </details>
      ))}
    </section>
  )
}

type ActionFormProps = {
  command: ComplainantCommand
  fields: Field[]
  /** What of the case it is about, beside what is typed. */
  named?: Record<string, string | number>
  receipt: string
  onDone: (status: number) => void
}

function ActionForm({ command, fields, named, receipt, onDone }: ActionFormProps) {
  const { t } = useTranslation()
  return (
    <PublicForm
      intentId={['follow', receipt, command, ...Object.values(named ?? {})].join('/')}
      fields={fields}
      submitTitle={t(`public.${command}_send`)}
      confirmQuestion={command === 'withdraw' ? t('public.withdraw_confirm') : undefined}
      makeRequest={(values) => ({
        path: `/public/complaints/${encodePathSegment(receipt)}/commands`,
        body: { command: command, data: { ...values, ...named } },
      })}
      onDone={(answer) => onDone(answer.status)}
    />
  )
}

/** MessageForm writes to the organisation. Files go first, so that the message can name them. */
function MessageForm({
  complaint,
  fields,
  receipt,
  onDone,
}: Omit<ActionFormProps, 'command'> & { complaint: Schemas['PublicCaseView'] }) {
  const { t } = useTranslation()
  const [files, setFiles] = useState<ChosenFile[]>([])
  const { progress, give } = useUploads(receipt)
  return (
    <PublicForm
      intentId={`follow/${receipt}/message`}
      fields={fields}
      submitTitle={t('public.message_send')}
      onDone={(answer) => onDone(answer.status)}
      makeRequest={(values) => ({
        path: `/public/complaints/${encodePathSegment(receipt)}/commands`,
        body: { command: 'message', data: values },
      })}
      prepareValues={async () => (files.length > 0 ? { attachments: await give(files) } : {})}
    >
      <FilePicker
        limits={complaint.takes}
        handedInBefore={complaint.handed.length}
        chosen={files}
        onChoose={setFiles}
        progressByKey={progress}
      />
    </PublicForm>
  )
}
