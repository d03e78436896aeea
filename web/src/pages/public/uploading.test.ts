import { expect, test } from 'vitest'
import { Problem, ServerUnreached } from '../../api/problem'
import {
  uploadAll,
  keepFilesForUpload,
  takeKeptFiles,
  unfitReasonOf,
  type ChosenFile,
  type UploadProgress,
} from './uploading'

const limits = { count: 2, size: 1000, types: ['image/jpeg'] }

test('a file is judged before it is sent', () => {
  expect(unfitReasonOf({ size: 1000, type: 'image/jpeg' }, limits, 1)).toBeNull()
  expect(unfitReasonOf({ size: 10, type: '' }, limits, 1)).toBeNull()
  expect(unfitReasonOf({ size: 1001, type: 'image/jpeg' }, limits, 1)).toBe('large')
  expect(unfitReasonOf({ size: 10, type: 'text/html' }, limits, 1)).toBe('type')
  expect(unfitReasonOf({ size: 0, type: 'image/jpeg' }, limits, 1)).toBe('empty')
  expect(unfitReasonOf({ size: 10, type: 'image/jpeg' }, limits, 0)).toBe('many')
})

const chosenFile = (key: string): ChosenFile => ({ key, file: new File(['x'], key) })

/** progressWhileUploading hands files in and answers what was sent, what was told last of each, and the error. */
async function progressWhileUploading(keys: string[], send: (key: string, n: number) => unknown) {
  const sent: string[] = [],
    last: Record<string, UploadProgress> = {}
  const outcome = await uploadAll(keys.map(chosenFile), {
    wait: () => Promise.resolve(),
    onProgress: (key, progress) => {
      last[key] = progress
    },
    send: ({ key }) => {
      sent.push(key)
      const answer = send(key, sent.filter((k) => k === key).length)
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve({ id: `id of ${key}` })
    },
  }).catch((error: unknown) => error)
  return { sent, last, outcome }
}

test('what may not have arrived is sent again under its key, and the others wait for it', async () => {
  const { sent, last, outcome } = await progressWhileUploading(['a', 'b'], (key, n) =>
    key === 'a' && n < 3 ? new ServerUnreached('lost') : null,
  )
  expect(sent).toEqual(['a', 'a', 'a', 'b'])
  expect(outcome).toEqual(['id of a', 'id of b'])
  expect(last.a).toEqual({ sentShare: 1, attachmentId: 'id of a' })
})

test('what is refused is not tried again and does not keep back the others', async () => {
  const refusal = new Problem(415)
  const { sent, last, outcome } = await progressWhileUploading(['a', 'b'], (key) => (key === 'a' ? refusal : null))
  expect(sent).toEqual(['a', 'b'])
  expect(outcome).toBe(refusal)
  expect(last.a).toEqual({ sentShare: 0, error: refusal })
  expect(last.b).toEqual({ sentShare: 1, attachmentId: 'id of b' })
})

test('files wait for the receipt and are taken once', () => {
  keepFilesForUpload([chosenFile('a')])
  expect(takeKeptFiles().map((c) => c.key)).toEqual(['a'])
  expect(takeKeptFiles()).toEqual([])
})
