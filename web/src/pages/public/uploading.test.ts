import { expect, test } from 'vitest'
import { Problem, ServerUnreached } from '../../api/problem'
import { uploadAll, keepForUpload, takeForUpload, whyUnfit, type Chosen, type Progress } from './uploading'

const takes = { count: 2, size: 1000, types: ['image/jpeg'] }

test('a file is judged before it is sent', () => {
  expect(whyUnfit({ size: 1000, type: 'image/jpeg' }, takes, 1)).toBeNull()
  expect(whyUnfit({ size: 10, type: '' }, takes, 1)).toBeNull()
  expect(whyUnfit({ size: 1001, type: 'image/jpeg' }, takes, 1)).toBe('large')
  expect(whyUnfit({ size: 10, type: 'text/html' }, takes, 1)).toBe('type')
  expect(whyUnfit({ size: 0, type: 'image/jpeg' }, takes, 1)).toBe('empty')
  expect(whyUnfit({ size: 10, type: 'image/jpeg' }, takes, 0)).toBe('many')
})

const chosen = (key: string): Chosen => ({ key, file: new File(['x'], key) })

/** told hands files in and answers what was sent, what was told last of each, and the error. */
async function told(keys: string[], send: (key: string, n: number) => unknown) {
  const sent: string[] = [],
    last: Record<string, Progress> = {}
  const outcome = await uploadAll(keys.map(chosen), {
    wait: () => Promise.resolve(),
    tell: (key, progress) => {
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
  const { sent, last, outcome } = await told(['a', 'b'], (key, n) =>
    key === 'a' && n < 3 ? new ServerUnreached('lost') : null,
  )
  expect(sent).toEqual(['a', 'a', 'a', 'b'])
  expect(outcome).toEqual(['id of a', 'id of b'])
  expect(last.a).toEqual({ share: 1, id: 'id of a' })
})

test('what is refused is not tried again and does not keep back the others', async () => {
  const refusal = new Problem(415)
  const { sent, last, outcome } = await told(['a', 'b'], (key) => (key === 'a' ? refusal : null))
  expect(sent).toEqual(['a', 'b'])
  expect(outcome).toBe(refusal)
  expect(last.a).toEqual({ share: 0, error: refusal })
  expect(last.b).toEqual({ share: 1, id: 'id of b' })
})

test('files wait for the receipt and are taken once', () => {
  keepForUpload([chosen('a')])
  expect(takeForUpload().map((c) => c.key)).toEqual(['a'])
  expect(takeForUpload()).toEqual([])
})
