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
  'record_demand',
  'request_review',
  'recuse',
  'withdraw',
] as const
type ComplainantCommand = (typeof complainantCommands)[number]

/**
 * What only staff say: to whom a message or an urging goes; whose wish it is, and whose id. Files have a
 * control of their own.
 */
const fieldsNotAsked: Partial<Record<ComplainantCommand, string[]>> = {
  message: ['to', 'attachments'],
  urge: ['to'],
  request_review: ['party', 'through'],
  recuse: ['party', 'person'],
  acknowledge_copy: ['document', 'copy', 'through', 'at', 'how'],
}

function fieldsForCommand(command: ComplainantCommand, complaint: Schemas['PublicCaseView']): Field[] {
  const form = complaint.actions.find((a) => a.command === command)?.form
  return fieldsOf(form ? complaint.forms[form] : null).filter((f) => !fieldsNotAsked[command]?.includes(f.name))
}

type ComplainantActionsProps = {
  complaint: Schemas['PublicCaseView']
  handle: string
  onDone: (status: number) => void
}

/** Rating asks the complainant for theirs while it is open, before anything else. */
export function Rating({ complaint, handle, onDone }: ComplainantActionsProps) {
  const { t } = useTranslation()
  if (!complaint.actions.some((a) => a.command === 'rate' && a.allowed)) return null
  return (
    <section className="card" aria-labelledby="rating">
      <h2 id="rating">{t('public.rate')}</h2>
      <ActionForm
        complaint={complaint}
        command="rate"
        fields={fieldsForCommand('rate', complaint)}
        handle={handle}
        onDone={onDone}
      />
    </section>
  )
}

/**
 * ComplainantActions are what the complainant may do now, as the server lists them; anything else is simply not
 * offered.
 */
export function ComplainantActions({ complaint, handle, onDone }: ComplainantActionsProps) {
  const { t } = useTranslation()
  const offered = complainantCommands.filter(
    (act) => act !== 'rate' && complaint.actions.some((a) => a.command === act),
  )
  const mayRate = complaint.actions.some((a) => a.command === 'rate' && a.allowed)
  const notYet = (act: ComplainantCommand) => complaint.actions.find((a) => a.command === act)?.refusal?.detail
  if (offered.length === 0) return null
  return (
    <section className="card" aria-labelledby="acts">
      <h2 id="acts">{t('public.acts')}</h2>
      {offered.map((act) => (
        <details key={`${act} ${complaint.messages.length}`} className="act" open={act === 'message' && !mayRate}>
          <summary>{t(`public.${act}`)}</summary>
          {notYet(act) ? (
            <p>{notYet(act)}</p>
          ) : act === 'message' ? (
            <MessageForm
              complaint={complaint}
              fields={fieldsForCommand(act, complaint)}
              handle={handle}
              onDone={onDone}
            />
          ) : act === 'acknowledge_copy' ? (
            complaint.papers
              .filter((p) => p.acknowledged_at === null)
              .map((p) => (
                <div key={p.document}>
                  <p>{t('public.paper', p)}</p>
                  <ActionForm
                    complaint={complaint}
                    command={act}
                    fields={fieldsForCommand(act, complaint)}
                    named={{ document: p.document, copy: p.copy }}
                    handle={handle}
                    onDone={onDone}
                  />
                </div>
              ))
          ) : (
            <ActionForm
              complaint={complaint}
              command={act}
              fields={fieldsForCommand(act, complaint)}
              handle={handle}
              onDone={onDone}
            />
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
  handle: string
  onDone: (status: number) => void
}

/** ActionForm gives a command. The files that its form names go first. */
function ActionForm({
  complaint,
  command,
  fields,
  named,
  handle,
  onDone,
}: ActionFormProps & { complaint: Schemas['PublicCaseView'] }) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState<Record<string, ChosenFile[]>>({})
  const { progress, give } = useUploads(handle)
  const files = fields.filter((f) => f.kind === 'file' || f.kind === 'files')
  const handIn = async () => {
    const filled: Record<string, unknown> = {}
    for (const { name, kind } of files) {
      const ids = chosen[name]?.length ? await give(chosen[name], name) : []
      if (ids.length > 0) filled[name] = kind === 'file' ? ids[0] : ids
    }
    return filled
  }
  return (
    <PublicForm
      intentId={['follow', handle, command, ...Object.values(named ?? {})].join('/')}
      fields={fields.filter((f) => !files.includes(f))}
      submitTitle={t(`public.${command}_send`)}
      confirmQuestion={command === 'withdraw' ? t('public.withdraw_confirm') : undefined}
      makeRequest={(values) => ({
        path: `/public/complaints/${encodePathSegment(handle)}/commands`,
        body: { command: command, data: { ...values, ...named } },
      })}
      prepareValues={handIn}
      onDone={(answer) => onDone(answer.status)}
    >
      {files.map((f) => (
        <FilePicker
          key={f.name}
          title={f.title}
          required={f.required}
          hint={f.hint}
          limits={f.kind === 'file' ? { ...complaint.takes, count: 1 } : complaint.takes}
          handedInBefore={f.kind === 'file' ? 0 : complaint.handed.length}
          chosen={chosen[f.name] ?? []}
          onChoose={(all) => setChosen({ ...chosen, [f.name]: all })}
          progressByKey={progress}
        />
      ))}
    </PublicForm>
  )
}

/** MessageForm writes to the organisation. Files go first, so that the message can name them. */
function MessageForm({
  complaint,
  fields,
  handle,
  onDone,
}: Omit<ActionFormProps, 'command'> & { complaint: Schemas['PublicCaseView'] }) {
  const { t } = useTranslation()
  const [files, setFiles] = useState<ChosenFile[]>([])
  const { progress, give } = useUploads(handle)
  return (
    <PublicForm
      intentId={`follow/${handle}/message`}
      fields={fields.filter((f) => f.kind !== 'file' && f.kind !== 'files')}
      submitTitle={t('public.message_send')}
      onDone={(answer) => onDone(answer.status)}
      makeRequest={(values) => ({
        path: `/public/complaints/${encodePathSegment(handle)}/commands`,
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
