// What a complainant hands in: which files are taken, and handing them in one after the other. Pure but for its means.

import { isOutcomeUncertain } from '../../api/delivery'
import { Problem } from '../../api/problem'
import type { Schemas } from '../../api/client'

export type Takes = Schemas['TakesView']

/** Chosen is a file with the key under which it is handed in, however often that is tried. */
export type Chosen = { file: File; key: string }

export type Unfit = 'many' | 'large' | 'type' | 'empty'

/**
 * whyUnfit says why a file is not taken; room is how many more are. The server looks at the content and has the last
 * word.
 */
export function whyUnfit(file: Pick<File, 'size' | 'type'>, takes: Takes, room: number): Unfit | null {
  if (room <= 0) return 'many'
  if (file.size === 0) return 'empty'
  if (file.size > takes.size) return 'large'
  return file.type && !takes.types.includes(file.type) ? 'type' : null // a phone does not always know the type
}

/** Progress is how far one file is. */
export type Progress = { share: number; id?: string; error?: unknown }

type Means = {
  send: (chosen: Chosen, left: (share: number) => void) => Promise<{ id: string }>
  wait: (ms: number) => Promise<unknown>
  tell: (key: string, progress: Progress) => void
}

const tries = 3

async function uploadOne(chosen: Chosen, { send, wait, tell }: Means): Promise<string> {
  for (let n = 1; ; n += 1) {
    try {
      tell(chosen.key, { share: 0 })
      const { id } = await send(chosen, (share) => tell(chosen.key, { share }))
      tell(chosen.key, { share: 1, id })
      return id
    } catch (error) {
      if (!isOutcomeUncertain(error) || n === tries) {
        tell(chosen.key, { share: 0, error })
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
export async function uploadAll(all: Chosen[], means: Means): Promise<string[]> {
  const ids: string[] = []
  const errors: unknown[] = []
  for (const chosen of all) {
    try {
      ids.push(await uploadOne(chosen, means))
    } catch (error) {
      errors.push(error)
    }
  }
  if (errors.length > 0) throw errors[0]
  return ids
}

let keptForUpload: Chosen[] = []

/** keepForUpload keeps the files chosen with a complaint until the page of its receipt hands them in. */
export function keepForUpload(chosen: Chosen[]): void {
  keptForUpload = chosen
}

/** takeForUpload takes them, once. */
export function takeForUpload(): Chosen[] {
  const taken = keptForUpload
  keptForUpload = []
  return taken
}
