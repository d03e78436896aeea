import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorNotice } from './ErrorNotice'
import { FileList } from './FilePicker'
import { Loading } from './Loading'
import { takeKeptFiles, type ChosenFile } from './uploading'
import { useOpenComplaint } from './useOpenComplaint'
import { useUploads } from './useUploads'

/** Uploads hands in the files that were chosen with the complaint, beside its receipt. */
export function Uploads({ receipt }: { receipt: string }) {
  const [chosen] = useState(takeKeptFiles)
  const { handle, error, open } = useOpenComplaint(receipt)
  if (chosen.length === 0) return null
  if (handle) return <UploadsOfComplaint handle={handle} chosen={chosen} />
  return error === undefined ? <Loading /> : <NotOpened error={error} onAgain={() => void open()} />
}

/** NotOpened says why the files cannot go yet. */
function NotOpened({ error, onAgain }: { error: unknown; onAgain: () => void }) {
  const { t } = useTranslation()
  return (
    <ErrorNotice error={error}>
      <button type="button" className="button" onClick={onAgain}>
        {t('act.retry')}
      </button>
    </ErrorNotice>
  )
}

function UploadsOfComplaint({ handle, chosen }: { handle: string; chosen: ChosenFile[] }) {
  const { t } = useTranslation()
  const { progress, busy, give } = useUploads(handle)
  const begun = useRef(false)
  const start = () => give(chosen).catch(() => {}) // each file says what became of it
  const begin = useEffectEvent(() => {
    if (!begun.current && chosen.length > 0) void start()
    begun.current = true
  })
  useEffect(() => begin(), [])
  const failed = chosen.filter(({ key }) => progress[key]?.error).length
  const words = busy ? 'public.files_sending' : failed > 0 ? 'public.files_failed' : 'public.files_sent'
  return (
    <section className="card no-print" aria-label={t('public.files')}>
      <p role="status">
        <strong>{t(words, { n: failed })}</strong>
      </p>
      <FileList chosen={chosen} progressByKey={progress} />
      {!busy && failed > 0 && (
        <button type="button" className="button primary" onClick={() => void start()}>
          {t('public.files_again')}
        </button>
      )}
    </section>
  )
}
