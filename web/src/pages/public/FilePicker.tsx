import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newIdempotencyKey } from '../../api/client'
import { Problem } from '../../api/problem'
import { useErrorHeadline } from '../../parts/errorHeadline'
import { showFileSize } from '../../parts/values'
import { whyUnfit, type Chosen, type Progress, type Takes, type Unfit } from './uploading'

type Shown = {
  takes: Takes
  /** How many were handed in before. */ handed: number
  chosen: Chosen[]
  choose: (chosen: Chosen[]) => void
  progress?: Record<string, Progress>
  hint?: string
}

/** FilePicker are chosen or photographed here. What is not taken is said at once, and so is how much is. */
export function FilePicker({ takes, handed, chosen, choose, progress = {}, hint }: Shown) {
  const { t } = useTranslation()
  const id = useId()
  const [left, setLeft] = useState<{ name: string; why: Unfit }[]>([])
  const size = showFileSize(takes.size)
  const add = (files: File[]) => {
    const fit: Chosen[] = [],
      not: { name: string; why: Unfit }[] = []
    for (const file of files) {
      const why = whyUnfit(file, takes, takes.count - handed - chosen.length - fit.length)
      if (why) not.push({ name: file.name, why })
      else fit.push({ file, key: newIdempotencyKey() })
    }
    setLeft(not)
    choose([...chosen, ...fit])
  }
  return (
    <div className={`field ${left.length ? 'is-wrong' : ''}`}>
      <span className="label" id={`${id}-label`}>
        {t('public.files')}
        <span className="quiet optional">{t('public.optional')}</span>
      </span>
      <p className="hint" id={`${id}-hint`}>
        {t('public.files_hint', { count: takes.count, size })} {hint}
      </p>
      {chosen.length > 0 && (
        <FileList chosen={chosen} progress={progress} remove={(key) => choose(chosen.filter((c) => c.key !== key))} />
      )}
      <label className="button pick">
        {t('public.files_choose')}
        <input
          type="file"
          multiple
          accept={takes.types.join(',')}
          aria-labelledby={`${id}-label`}
          aria-describedby={`${id}-hint`}
          onChange={(e) => {
            add([...(e.target.files ?? [])])
            e.target.value = ''
          }}
        />
      </label>
      {left.map(({ name, why }) => (
        <p key={name} className="wrong" role="alert">
          {t(`public.files_${why}`, { name, size, count: takes.count })}
        </p>
      ))}
    </div>
  )
}

/** FileList are the files chosen, each with how far it is. */
export function FileList({
  chosen,
  progress,
  remove,
}: {
  chosen: Chosen[]
  progress: Record<string, Progress>
  remove?: (key: string) => void
}) {
  const { t } = useTranslation()
  return (
    <ul className="files">
      {chosen.map(({ file, key }) => (
        <li key={key}>
          <span className="name">
            {file.name} <span className="quiet">{showFileSize(file.size)}</span>
          </span>
          {progress[key] ? (
            <UploadState {...progress[key]} />
          ) : (
            !remove && <span className="quiet">{t('public.file_waiting')}</span>
          )}
          {remove && (!progress[key] || progress[key].error !== undefined) && (
            <button
              type="button"
              className="button"
              aria-label={t('public.file_remove', { name: file.name })}
              onClick={() => remove(key)}
            >
              {t('form.remove')}
            </button>
          )}
        </li>
      ))}
    </ul>
  )
}

function UploadState({ share, id, error }: Progress) {
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
  if (id) return <span className="sent">{t('public.file_sent')}</span>
  const percent = Math.floor(share * 100)
  return (
    <span className="how-far">
      <progress max={100} value={percent} aria-label={t('public.file_sending', { percent })} /> {percent}%
    </span>
  )
}
