// @vitest-environment jsdom
import { fireEvent, screen, waitFor } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import '../../words/staff'
import { answerEachRead, renderTestForm, stubBrowser } from './testing'

beforeEach(stubBrowser)

/** typeInto types into the n-th field of a title. */
function typeInto(title: RegExp, n: number, value: string) {
  const field = screen.getAllByLabelText(title)[n]
  if (field) fireEvent.change(field, { target: { value } })
}

const rows = {
  title: '各案的改善措施',
  type: 'array',
  format: 'cases',
  items: {
    type: 'object',
    required: ['case', 'measure'],
    'x-order': ['case', 'measure', 'loss'],
    properties: {
      case: { type: 'string', format: 'case' },
      measure: { title: '改善措施', type: 'string', minLength: 1 },
      loss: { title: '损失', type: 'integer', format: 'fen' },
    },
  },
}

const ofPeriod = {
  reports: [
    { report: 'a', title: '甲表', items: [{ id: 'c1', number: '诉1', subject: '划伤' }], not_shown: 0 },
    {
      report: 'b',
      title: '乙表',
      items: [
        { id: 'c1', number: '诉1', subject: '划伤' },
        { id: 'c2', number: '诉2' },
      ],
    },
  ],
}

test('each case of the period has a row, in which what is missing is told', async () => {
  const asked = answerEachRead(ofPeriod)
  const { told, send } = renderTestForm({ schema: { properties: { rows: { ...rows, 'x-all-cases': true } } } })
  await screen.findByText('诉1 划伤')
  await screen.findByText('诉2')
  expect(asked.map((one) => (one as [string])[0])).toEqual(['/cases/{id}/period'])
  expect(screen.getAllByLabelText(/改善措施/)).toHaveLength(2)
  typeInto(/改善措施/, 0, '加厚缓冲')
  send()
  await screen.findByText('请填写')
  expect(told.sent).toBeUndefined()
  typeInto(/改善措施/, 1, '增加抽检')
  typeInto(/损失/, 1, '1.5')
  send()
  await waitFor(() =>
    expect(told.sent).toEqual({
      rows: [
        { case: 'c1', measure: '加厚缓冲' },
        { case: 'c2', measure: '增加抽检', loss: 150 },
      ],
    }),
  )
})

test('of some cases rows are added and taken away', async () => {
  answerEachRead(ofPeriod)
  const { told } = renderTestForm({
    schema: { properties: { rows } },
    data: { rows: [{ case: 'c2', measure: '抽检' }] },
  })
  await screen.findByText('诉2')
  expect(screen.queryByText('诉1 划伤')).toBeNull()
  fireEvent.mouseDown(screen.getByLabelText('加一件案件'))
  fireEvent.click(await screen.findByText('诉1 划伤'))
  await waitFor(() => expect(told.typed).toEqual({ rows: [{ case: 'c2', measure: '抽检' }, { case: 'c1' }] }))
  for (const left of [1, 0]) {
    const [first] = screen.getAllByText(/移\s*除/)
    if (first) fireEvent.click(first)
    await waitFor(() => expect(screen.queryAllByText(/移\s*除/)).toHaveLength(left))
  }
  await waitFor(() => expect(told.typed).toEqual({}))
})
