// @vitest-environment jsdom
import { fireEvent, screen, waitFor } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import '../../words/staff'
import { answerEachRead, stubBrowser, renderTestForm } from './testing'

beforeEach(stubBrowser)

const schemaAsking = (format: string, more: object = {}) => ({
  schema: { properties: { it: { title: 'It', type: 'string', format, ...more } } },
})

test('money is typed in yuan and kept in fen; what is no amount is kept as it was typed', () => {
  const { told, type } = renderTestForm({ ...schemaAsking('fen', { type: 'integer' }), data: { it: 123450 } })
  expect(screen.getByLabelText<HTMLInputElement>('It').value).toBe('1,234.50')
  type('It', '12.3')
  expect(told.typed).toEqual({ it: 1230 })
  type('It', 'much')
  expect(told.typed).toEqual({ it: 'much' })
  type('It', '')
  expect(told.typed).toEqual({})
})

test('an instant is typed as the time of the organisation', () => {
  const { told, type } = renderTestForm({ ...schemaAsking('date-time'), data: { it: '2026-03-01T01:30:00Z' } })
  expect(screen.getByLabelText<HTMLInputElement>('It').value).toBe('2026-03-01T09:30')
  type('It', '2026-03-02T10:00')
  expect(told.typed).toEqual({ it: '2026-03-02T10:00:00+08:00' })
})

test('a day is kept as it is chosen', () => {
  const { told, type } = renderTestForm(schemaAsking('date'))
  type('It', '2026-03-02')
  expect(told.typed).toEqual({ it: '2026-03-02' })
})

test('a length is a number and its unit, at first the one of the regulation', () => {
  const { told, type } = renderTestForm(schemaAsking('limit', { examples: ['10wd'] }))
  type('It', '15')
  expect(told.typed).toEqual({ it: '15wd' })
  fireEvent.mouseDown(screen.getByLabelText('单位'))
  fireEvent.click(screen.getByText('小时'))
  expect(told.typed).toEqual({ it: '15h' })
  type('It', '')
  expect(told.typed).toEqual({})
})

test('a unit is one of the directory', async () => {
  answerEachRead({
    items: [
      { id: 'u1', name: '客服部' },
      { id: 'u2', name: '仓储部' },
    ],
  })
  const { told } = renderTestForm(schemaAsking('unit'))
  fireEvent.mouseDown(screen.getByLabelText('It'))
  fireEvent.click(await screen.findByText('仓储部'))
  expect(told.typed).toEqual({ it: 'u2' })
})

test('another case is found by what was typed, but never the one at hand', async () => {
  const asked = answerEachRead({
    items: [
      { id: 'this', number: '1', subject: '本案' },
      { id: 'other', number: '2', subject: '货损' },
    ],
  })
  const { told, type } = renderTestForm(schemaAsking('case'))
  type('It', '货')
  fireEvent.click(await screen.findByText('2 货损'))
  expect(screen.queryByText('1 本案')).toBeNull()
  expect(asked.at(-1)).toEqual(['/cases/search', { q: '货', policy: 'logistics', status: 'open', limit: 20 }])
  expect(told.typed).toEqual({ it: 'other' })
})

test('files are handed in as they are chosen, and their ids are what is kept', async () => {
  const { told } = renderTestForm({
    ...schemaAsking('attachments', { type: 'array', items: { type: 'string' } }),
    handInFile: (file) => Promise.resolve({ id: `id-${file.name}`, name: file.name }),
  })
  const input = document.querySelector('input[type=file]')!
  fireEvent.change(input, { target: { files: [new File(['x'], 'a.jpg'), new File(['y'], 'b.jpg')] } })
  await waitFor(() => expect(told.typed).toEqual({ it: ['id-a.jpg', 'id-b.jpg'] }))
  fireEvent.click(screen.getAllByText(/移 ?除/)[0]!)
  expect(told.typed).toEqual({ it: ['id-b.jpg'] })
})
