import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FileList } from './FilePicker'
import { takeKeptFiles } from './uploading'
import { useUploads } from './useUploads'

/** Uploads hands in the files that were chosen with the complaint, beside its receipt. */
export function Uploads({ receipt }: { receipt: string }) {
  const { t } = useTranslation()
  const [chosen] = useState(takeKeptFiles)
  const { progress, busy, give } = useUploads(receipt)
  const begun = useRef(false)
  const start = () => give(chosen).catch(() => {}) // each file says what became of it
  const begin = useEffectEvent(() => {
    if (!begun.current && chosen.length > 0) void start()
    begun.current = true
  })
  useEffect(() => begin(), [])
  if (chosen.length === 0) return null
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
