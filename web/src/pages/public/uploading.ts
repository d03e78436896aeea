// What a complainant hands in: which files are taken, and handing them in one after the other. Pure but for its means.

import { isOutcomeUncertain } from '../../api/delivery'
import { Problem } from '../../api/problem'
import type { Schemas } from '../../api/client'

export type UploadLimits = Schemas['TakesView']

/** ChosenFile is a file with the key under which it is handed in, however often that is tried. */
export type ChosenFile = { file: File; key: string }

export type UnfitReason = 'many' | 'large' | 'type' | 'empty'

/**
 * unfitReasonOf says why a file is not taken; room is how many more are. The server looks at the content and has the
 * last word.
 */
export function unfitReasonOf(
  file: Pick<File, 'size' | 'type'>,
  limits: UploadLimits,
  remainingCount: number,
): UnfitReason | null {
  if (remainingCount <= 0) return 'many'
  if (file.size === 0) return 'empty'
  if (file.size > limits.size) return 'large'
  return file.type && !limits.types.includes(file.type) ? 'type' : null // a phone does not always know the type
}

/** UploadProgress is how far one file is. */
export type UploadProgress = { sentShare: number; attachmentId?: string; error?: unknown }

type UploadMeans = {
  send: (chosen: ChosenFile, left: (share: number) => void) => Promise<{ id: string }>
  wait: (ms: number) => Promise<unknown>
  onProgress: (key: string, progress: UploadProgress) => void
}

const maxTries = 3

async function uploadOne(chosen: ChosenFile, { send, wait, onProgress }: UploadMeans): Promise<string> {
  for (let n = 1; ; n += 1) {
    try {
      onProgress(chosen.key, { sentShare: 0 })
      const { id } = await send(chosen, (sentShare) => onProgress(chosen.key, { sentShare }))
      onProgress(chosen.key, { sentShare: 1, attachmentId: id })
      return id
    } catch (error) {
      if (!isOutcomeUncertain(error) || n === maxTries) {
        onProgress(chosen.key, { sentShare: 0, error })
        throw error
      }
      await wait(Math.max(1000 * n, (error instanceof Problem ? error.retryAfter : 0) * 1000))
    }
  }
}

/**
 * uploadAll hands all files in, in their order, and answers their ids. One that fails does not keep back the others;
 * then the first error is thrown.
 */
export async function uploadAll(chosenFiles: ChosenFile[], means: UploadMeans): Promise<string[]> {
  const ids: string[] = []
  const errors: unknown[] = []
  for (const chosen of chosenFiles) {
    try {
      ids.push(await uploadOne(chosen, means))
    } catch (error) {
      errors.push(error)
    }
  }
  if (errors.length > 0) throw errors[0]
  return ids
}

let filesKeptForUpload: ChosenFile[] = []

/** keepFilesForUpload keeps the files chosen with a complaint until the page of its receipt hands them in. */
export function keepFilesForUpload(chosen: ChosenFile[]): void {
  filesKeptForUpload = chosen
}

/** takeKeptFiles takes them, once. */
export function takeKeptFiles(): ChosenFile[] {
  const taken = filesKeptForUpload
  filesKeptForUpload = []
  return taken
}
