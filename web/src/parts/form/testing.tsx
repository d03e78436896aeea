// For the tests of the form's parts: a page to draw them on.

import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { useState } from 'react'
import { afterAll, vi } from 'vitest'
import { apiClient } from '../../api/client'
import { chooseLanguage } from '../../words/i18n'
import { languages } from '../../words/languages'
import type { FormSchema } from '../formSchema'
import PolicyForm from './PolicyForm'

// What the component library still has to do would meet a page that is gone, and fail the run.
afterAll(async () => {
  cleanup()
  await new Promise((settled) => setTimeout(settled, 100))
})

/** stubBrowser stands in for what the component library asks of a browser and jsdom has not. */
export function stubBrowser(): void {
  chooseLanguage(languages[0])
  vi.stubGlobal('matchMedia', () => ({ matches: false, addListener: () => {}, removeListener: () => {} }))
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  )
}

/** answerEachRead lets the server answer each question; what is asked is listed, each by its path and query. */
export function answerEachRead(answer: unknown): unknown[] {
  const asked: unknown[] = []
  const get = (path: string, options?: { params?: { query?: unknown } }) => {
    asked.push([path, options?.params?.query])
    return Promise.resolve({ data: answer })
  }
  const search = (path: string, options?: { body?: unknown }) => {
    asked.push([path, options?.body])
    return Promise.resolve({ data: answer })
  }
  vi.spyOn(apiClient, 'GET').mockImplementation(get as never)
  vi.spyOn(apiClient, 'POST').mockImplementation(search as never)
  return asked
}

type TestForm = {
  schema: Omit<FormSchema, 'type'>
  data?: Record<string, unknown>
  handInFile?: (file: File) => Promise<{ id: string; name: string }>
}

/** renderTestForm draws a form and tells what was typed and sent last. */
export function renderTestForm({ schema, data = {}, handInFile }: TestForm) {
  cleanup()
  const told: { typed: Record<string, unknown>; sent?: Record<string, unknown> } = { typed: data }
  const Page = () => {
    const [typed, setTyped] = useState(data)
    const [names, setNames] = useState<Record<string, string>>({})
    return (
      <PolicyForm
        id="f"
        schema={{ type: 'object', ...schema }}
        data={typed}
        onType={(now) => {
          told.typed = now
          setTyped(now)
        }}
        onSubmit={(sent) => {
          told.sent = sent
        }}
        context={{
          namesById: names,
          handInFile,
          caseOfForm: { id: 'this', policy: 'logistics' },
          rememberNames: (more) => setNames((before) => ({ ...before, ...more })),
        }}
      >
        <button type="submit">send</button>
      </PolicyForm>
    )
  }
  render(
    <QueryClientProvider client={new QueryClient()}>
      <Page />
    </QueryClientProvider>,
  )
  return {
    told,
    type: (label: string | RegExp, value: string) =>
      fireEvent.change(screen.getByLabelText(label), { target: { value } }),
    send: () => fireEvent.click(screen.getByText('send')),
  }
}
