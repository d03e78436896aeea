// Written as people at work: const qc = await people.signIn('manufacturer.qc'); await qc.opens(id).

import { randomUUID } from 'node:crypto'
import { test as base, expect, type Browser, type Page } from '@playwright/test'

export const password = 'rehearsal only, of no worth'

/** Person is somebody signed in, with a browser of their own. */
export class Person {
  constructor(readonly page: Page) {}

  /** files registers a matter over the interface, for scenarios that begin after the filing, and answers its id. */
  async files(matter: Record<string, unknown>): Promise<string> {
    const response = await this.page.request.post('/api/v1/cases', {
      headers: { 'Idempotency-Key': randomUUID() },
      data: { content: '详情见附件。', complainant: { name: '张三', phone: '13800000000' }, data: {}, ...matter },
    })
    expect(response.status(), await response.text()).toBe(201)
    return ((await response.json()) as { id: string }).id
  }

  async opens(caseId: string): Promise<void> {
    await this.page.goto(`/cases/${caseId}`)
    await expect(this.page.getByRole('heading', { level: 1 })).toBeVisible()
  }
}

async function signIn(browser: Browser, username: string, options: { viewport?: { width: number; height: number } } = {}): Promise<Person> {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  await page.goto('/')
  await page.getByLabel('用户名').fill(username)
  await page.getByLabel('密码', { exact: true }).fill(password)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await expect(page.getByRole('heading', { name: '待办箱' })).toBeVisible()
  return new Person(page)
}

/** test gives each scenario a way to sign people in; their browsers are closed at its end. */
export const test = base.extend<{ people: { signIn: (username: string, options?: { viewport?: { width: number; height: number } }) => Promise<Person> } }>({
  people: async ({ browser }, use) => {
    const present: Person[] = []
    await use({
      async signIn(username, options) {
        const person = await signIn(browser, username, options)
        present.push(person)
        return person
      },
    })
    await Promise.all(present.map((person) => person.page.context().close()))
  },
})

export { expect }
