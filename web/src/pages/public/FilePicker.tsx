import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newIdempotencyKey } from '../../api/client'
import { Problem } from '../../api/problem'
import { useErrorHeadline } from '../../parts/errorHeadline'
import { showFileSize } from '../../parts/values'
import { reducePhoto } from './photo'
import { unfitReasonOf, type ChosenFile, type UploadProgress, type UploadLimits, type UnfitReason } from './uploading'

type FilePickerProps = {
  limits: UploadLimits
  /** How many were handed in before. */ handedInBefore: number
  chosen: ChosenFile[]
  onChoose: (chosen: ChosenFile[]) => void
  progressByKey?: Record<string, UploadProgress>
  hint?: string
  /** What the files are, where they are not just any. */ title?: string
  required?: boolean
}

/** FilePicker are chosen or photographed here. What is not taken is said at once, and so is how much is. */
export function FilePicker({
  limits,
  handedInBefore,
  chosen,
  onChoose,
  progressByKey = {},
  hint,
  title,
  required,
}: FilePickerProps) {
  const { t } = useTranslation()
  const id = useId()
  const [left, setLeft] = useState<{ name: string; why: UnfitReason }[]>([])
  const [reducing, setReducing] = useState(false)
  const size = showFileSize(limits.size)
  const add = async (picked: File[]) => {
    setReducing(true)
    const files = await Promise.all(picked.map(reducePhoto))
    setReducing(false)
    const fit: ChosenFile[] = [],
      not: { name: string; why: UnfitReason }[] = []
    for (const file of files) {
      const why = unfitReasonOf(file, limits, limits.count - handedInBefore - chosen.length - fit.length)
      if (why) not.push({ name: file.name, why })
      else fit.push({ file, key: newIdempotencyKey() })
    }
    setLeft(not)
    onChoose([...chosen, ...fit])
  }
  return (
    <div className={`field ${left.length ? 'is-wrong' : ''}`}>
      <span className="label" id={`${id}-label`}>
        {title ?? t('public.files')}
        {!required && <span className="quiet optional">{t('public.optional')}</span>}
      </span>
      <p className="hint" id={`${id}-hint`}>
        {t('public.files_hint', { count: limits.count, size })} {hint}
      </p>
      {chosen.length > 0 && (
        <FileList
          chosen={chosen}
          progressByKey={progressByKey}
          onRemove={(key) => onChoose(chosen.filter((c) => c.key !== key))}
        />
      )}
      <label className="button pick">
        {t('public.files_choose')}
        <input
          type="file"
          multiple
          accept={limits.types.join(',')}
          aria-labelledby={`${id}-label`}
          aria-describedby={`${id}-hint`}
          onChange={(e) => {
            void add([...(e.target.files ?? [])])
            e.target.value = ''
          }}
        />
      </label>
      <p role="status" className="quiet">
        {reducing && t('public.files_reducing')}
      </p>
      {left.map(({ name, why }) => (
        <p key={name} className="wrong" role="alert">
          {t(`public.files_${why}`, { name, size, count: limits.count })}
        </p>
      ))}
    </div>
  )
}

/** FileList are the files chosen, each with how far it is. */
export function FileList({
  chosen,
  progressByKey,
  onRemove,
}: {
  chosen: ChosenFile[]
  progressByKey: Record<string, UploadProgress>
  onRemove?: (key: string) => void
}) {
  const { t } = useTranslation()
  return (
    <ul className="files">
      {chosen.map(({ file, key }) => (
        <li key={key}>
          <span className="name">
            {file.name} <span className="quiet">{showFileSize(file.size)}</span>
          </span>
          {progressByKey[key] ? (
            <UploadState {...progressByKey[key]} />
          ) : (
            !onRemove && <span className="quiet">{t('public.file_waiting')}</span>
          )}
          {onRemove && (!progressByKey[key] || progressByKey[key].error !== undefined) && (
            <button
              type="button"
              className="button"
              aria-label={t('public.file_remove', { name: file.name })}
              onClick={() => onRemove(key)}
            >
              {t('form.remove')}
            </button>
          )}
        </li>
      ))}
    </ul>
  )
}

function UploadState({ sentShare, attachmentId, error }: UploadProgress) {
  const { t } = useTranslation()
  const headline = useErrorHeadline(error)
  if (error)
    return (
      <span className="wrong">
        {t('public.file_failed')}
        {t('mark.colon')}
        {error instanceof Problem && error.detail ? error.detail : headline}
      </span>
    )
  if (attachmentId) return <span className="sent">{t('public.file_sent')}</span>
  const percent = Math.floor(sentShare * 100)
  return (
    <span className="how-far">
      <progress max={100} value={percent} aria-label={t('public.file_sending', { percent })} /> {percent}%
    </span>
  )
}
