// @vitest-environment jsdom
import { screen, waitFor } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import '../../words/staff'
import { stubBrowser, renderTestForm } from './testing'

beforeEach(stubBrowser)

const schema = {
  required: ['finding'],
  'x-order': ['finding', 'established'],
  properties: {
    established: { title: '是否属实', type: 'boolean' },
    finding: { title: '调查结论', type: 'string', format: 'textarea', maxLength: 5 },
  },
}

test('fields stand in the order of their author and begin unanswered', () => {
  renderTestForm({ schema })
  expect([...document.querySelectorAll('label')].map((label) => label.textContent)).toEqual([
    '调查结论',
    '是否属实',
    '是',
    '否',
  ])
  expect(document.querySelectorAll('input:checked')).toHaveLength(0)
})

test('what does not fit is not sent and is told at its field', async () => {
  const { told, type, send } = renderTestForm({ schema })
  send()
  await screen.findByText('请填写')
  type(/调查结论/, '超过了五个字')
  send()
  await screen.findByText('最多 5 个字')
  expect(told.sent).toBeUndefined()
  type(/调查结论/, '属实')
  send()
  await waitFor(() => expect(told.sent).toEqual({ finding: '属实' }))
})
