import { useEffect, useState } from 'react'
import { postFile, encodePathSegment } from '../../api/client'
import { uploadAll, type ChosenFile, type UploadProgress } from './uploading'

const wait = (ms: number) => new Promise((done) => setTimeout(done, ms))

/** useUploads hands files in for a complaint that is open here. What has arrived is not sent again. */
export function useUploads(handle: string) {
  const [progress, setProgress] = useState<Record<string, UploadProgress>>({})
  const [busy, setBusy] = useState(false)
  useEffect(() => {
    if (!busy) return
    const stay = (e: BeforeUnloadEvent) => e.preventDefault() // the browser asks whether to leave
    window.addEventListener('beforeunload', stay)
    return () => window.removeEventListener('beforeunload', stay)
  }, [busy])
  const give = async (all: ChosenFile[], field?: string): Promise<string[]> => {
    setBusy(true)
    try {
      const fresh = await uploadAll(
        all.filter(({ key }) => !progress[key]?.attachmentId),
        {
          wait,
          onProgress: (key, now) => setProgress((before) => ({ ...before, [key]: now })),
          send: ({ file, key }, left) =>
            postFile<{ id: string }>(`/public/complaints/${encodePathSegment(handle)}/attachments`, file, key, {
              onProgress: left,
              field,
            }),
        },
      )
      return [...all.flatMap(({ key }) => progress[key]?.attachmentId ?? []), ...fresh]
    } finally {
      setBusy(false)
    }
  }
  return { progress, busy, give }
}
