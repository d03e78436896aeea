// Written as people at work: const qc = await people.signIn('manufacturer.qc'); await qc.opens(id).

import { randomUUID } from 'node:crypto'
import { test as base, expect, type Browser, type Locator, type Page } from '@playwright/test'

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

  /** acts over the interface, where a scenario is about what comes after. */
  async acts(caseId: string, outcome: string, data: Record<string, unknown>): Promise<void> {
    await this.gives(caseId, { command: 'complete', outcome, data })
  }

  /** gives a command over the interface. */
  async gives(caseId: string, command: Record<string, unknown>): Promise<void> {
    const response = await this.page.request.post(`/api/v1/cases/${caseId}/commands`, {
      headers: { 'Idempotency-Key': randomUUID() },
      data: command,
    })
    expect(response.status(), await response.text()).toBe(200)
  }

  /** unit is the id of the person's own unit. */
  async unit(): Promise<string> {
    return ((await (await this.page.request.get('/api/v1/session')).json()) as { unit: string }).unit
  }

  /** task is the open task of that title on the page of a case; without a title the only one. */
  task(title?: string): Locator {
    const tasks = this.page.getByRole('article')
    return title ? tasks.filter({ has: this.page.getByRole('heading', { name: title, exact: true }) }) : tasks
  }

  /** returns to the window, as people do who share a case: the page then looks at once for what others did. */
  async returns(): Promise<void> {
    await this.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })))
  }

  /** begins chooses an act of a task, or with no task of the case, and answers its form. */
  async begins(act: string, task?: string | null): Promise<Locator> {
    await this.returns()
    const place = task === null ? this.section('其他操作') : this.task(task)
    await place.getByRole('button', { name: act, exact: true }).click()
    return place.locator('.command-form')
  }

  /**
   * does an act: chooses it, fills its form in by the labels if it has one, sends it, and sees that it was done.
   * The task is named where several can be done so; null is an act of no task. after: what is seen instead.
   */
  async does(act: string, fields: Fields = {}, task?: string | null, after = `已办：${act}`): Promise<void> {
    const answered = this.page.waitForResponse(
      (r) => r.url().endsWith('/commands') && r.request().method() === 'POST',
      { timeout: 90_000 },
    )
    const form = await this.begins(act, task)
    const send = form.getByRole('button', { name: `提交：${act}` })
    const answer = await Promise.race([answered, send.waitFor().then(() => null)])
    if (answer === null) {
      await fill(form, fields)
      await send.click()
    }
    const response = await answered
    expect(response.status(), `${act}: ${await response.text()}`).toBe(200)
    await this.sees(after)
  }

  /** searches the register for the one case with that subject. */
  async searches(subject: string): Promise<string> {
    const response = await this.page.request.get('/api/v1/cases', { params: { q: subject } })
    const { items } = (await response.json()) as { items: { id: string }[] }
    expect(items.length, `cases about ${subject}`).toBe(1)
    return items[0]!.id
  }

  /** finds the id of a member of staff by their whole name. */
  async finds(name: string): Promise<string> {
    const response = await this.page.request.get('/api/v1/people', { params: { q: name } })
    const { items } = (await response.json()) as { items: { id: string; name: string }[] }
    const found = items.find((person) => person.name === name)
    if (!found) throw new Error(`nobody is called ${name}`)
    return found.id
  }

  /** sees that words are on the page. */
  async sees(words: string | RegExp): Promise<void> {
    await expect(this.page.getByText(words).first()).toBeVisible()
  }

  section(title: string): Locator {
    return this.page
      .locator('.ant-card')
      .filter({ has: this.page.getByRole('heading', { level: 2, name: title, exact: true }) })
  }

  /** advances the case's own clock, in rehearsal. */
  async advances(by: string): Promise<void> {
    const rehearsal = this.section('演练')
    const moved = this.page.waitForResponse((r) => r.url().endsWith('/advance'), { timeout: 90_000 })
    await rehearsal.getByLabel('前进多久').fill(by)
    await rehearsal.getByRole('button', { name: '前进', exact: true }).click()
    expect((await moved).status(), `advances by ${by}`).toBe(200)
  }

  async opens(caseId: string): Promise<void> {
    await this.page.goto(`/cases/${caseId}`)
    await expect(this.page.getByRole('heading', { level: 1 })).toBeVisible()
  }
}

/** Fields are what is typed or chosen, by label; several choices for a field that takes several. */
export type Fields = Record<string, string | string[]>

async function choose(form: Locator, field: Locator, value: string): Promise<void> {
  await field.click()
  await field.pressSequentially(value.slice(0, 3))
  await form
    .page()
    .locator('.ant-select-dropdown:visible .ant-select-item-option')
    .filter({ hasText: value })
    .first()
    .click()
}

/** fill types or chooses each field of a form. */
export async function fill(form: Locator, fields: Fields): Promise<void> {
  for (const [label, value] of Object.entries(fields)) {
    const item = form
      .locator('.ant-form-item')
      .filter({ has: form.page().getByText(label, { exact: true }) })
      .last()
    const combobox = item.getByRole('combobox')
    const radio = item.getByRole('radio', { name: String(value), exact: true })
    await expect(item.locator('input, textarea').first()).toBeVisible()
    if (await combobox.count()) for (const one of [value].flat()) await choose(form, combobox, one)
    else if (await radio.count()) await radio.check()
    else await item.locator('input, textarea').first().fill(String(value))
  }
}

type Options = { viewport?: { width: number; height: number }; baseURL?: string }

/** signIn signs in over the interface; workbench.spec.ts does it through the page. */
async function signIn(browser: Browser, username: string, options: Options = {}, by = password): Promise<Person> {
  const context = await browser.newContext(options)
  const response = await context.request.post('/api/v1/session', { data: { username, password: by } })
  expect(response.status(), `sign in ${username}`).toBe(204)
  return new Person(await context.newPage())
}

/** test gives each scenario a way to sign people in; their browsers are closed at its end. */
export const test = base.extend<{
  people: { signIn: (username: string, options?: Options, by?: string) => Promise<Person> }
}>({
  people: async ({ browser }, use) => {
    const present: Person[] = []
    await use({
      async signIn(username, options, by) {
        const person = await signIn(browser, username, options, by)
        present.push(person)
        return person
      },
    })
    await Promise.all(present.map((person) => person.page.context().close()))
  },
})

export { expect }
