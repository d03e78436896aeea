// Written as people at work: const qc = await people.signIn('manufacturer.qc'); await qc.openCase(id).

import { randomUUID } from 'node:crypto'
import { test as base, expect, type Browser, type Locator, type Page } from '@playwright/test'

export const demoPassword = 'rehearsal only, of no worth'

/** inTwoWeeks is a day on which somebody who is away may be back. */
export const inTwoWeeks = () => new Date(Date.now() + 14 * 24 * 3_600_000).toISOString().slice(0, 10)

/** Person is somebody signed in, with a browser of their own. */
export class Person {
  constructor(readonly page: Page) {}

  /** file registers a matter over the interface, for scenarios that begin after the filing, and answers its id. */
  async file(matter: Record<string, unknown>): Promise<string> {
    const response = await this.page.request.post('/api/v1/cases', {
      headers: { 'Idempotency-Key': randomUUID() },
      data: { content: '详情见附件。', complainant: { name: '张三', phone: '13800000000' }, data: {}, ...matter },
    })
    expect(response.status(), await response.text()).toBe(201)
    return ((await response.json()) as { id: string }).id
  }

  /** completeTask acts over the interface, where a scenario is about what comes after. */
  async completeTask(caseId: string, outcome: string, data: Record<string, unknown>): Promise<void> {
    await this.sendCommand(caseId, { command: 'complete', outcome, data })
  }

  /** sendCommand gives a command over the interface. */
  async sendCommand(caseId: string, command: Record<string, unknown>): Promise<void> {
    const response = await this.page.request.post(`/api/v1/cases/${caseId}/commands`, {
      headers: { 'Idempotency-Key': randomUUID() },
      data: command,
    })
    expect(response.status(), await response.text()).toBe(200)
  }

  /** unitId is the id of the person's own unit. */
  async unitId(): Promise<string> {
    return ((await (await this.page.request.get('/api/v1/session')).json()) as { unit: string }).unit
  }

  /** taskTitled is the open task of that title on the page of a case; without a title the only one. */
  taskTitled(title?: string): Locator {
    const tasks = this.page.getByRole('article')
    return title ? tasks.filter({ has: this.page.getByRole('heading', { name: title, exact: true }) }) : tasks
  }

  /** whyNot is what is said about an open task that is somebody else's: why one may not do it. */
  whyNot(title: string): Locator {
    return this.page.locator('.of-others .refusals').filter({ hasText: `${title} · ` })
  }

  /**
   * returnToWindow comes back to the window, as people do who share a case: the page then looks at once for what others
   * did.
   */
  async returnToWindow(): Promise<void> {
    await this.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })))
  }

  /** openForm chooses an act of a task, or with no task of the case, and answers its form. */
  async openForm(act: string, task?: string | null): Promise<Locator> {
    await this.returnToWindow()
    const place = task === null ? this.sectionTitled('其他操作') : this.taskTitled(task)
    const button = place.getByRole('button', { name: act, exact: true })
    await expect(button).toBeVisible()
    // where there is only one way to do a task its form is open
    if ((await button.getAttribute('aria-expanded')) !== 'true') await button.click()
    return place.locator('.command-form:not(.kept)')
  }

  /**
   * act does an act: chooses it, fills its form in by the labels if it has one, sends it, and sees that it was done.
   * The task is named where several can be done so; null is an act of no task. after: what is seen instead.
   */
  async act(
    act: string,
    fields: FieldsByLabel = {},
    task?: string | null,
    after: string | RegExp = `已完成：${act}`,
  ): Promise<void> {
    const answered = this.page.waitForResponse(
      (r) => r.url().endsWith('/commands') && r.request().method() === 'POST',
      { timeout: 90_000 },
    )
    const form = await this.openForm(act, task)
    const send = form.getByRole('button', { name: `提交：${act}` })
    const answer = await Promise.race([answered, send.waitFor().then(() => null)])
    if (answer === null) {
      await fillForm(form, fields)
      await send.click()
    }
    const response = await answered
    expect(response.status(), `${act}: ${await response.text()}`).toBe(200)
    await this.expectText(after)
  }

  /** findCaseId searches the register for the one case with that subject. */
  async findCaseId(subject: string): Promise<string> {
    const response = await this.page.request.get('/api/v1/cases', { params: { q: subject } })
    const { items } = (await response.json()) as { items: { id: string }[] }
    expect(items.length, `cases about ${subject}`).toBe(1)
    return items[0]!.id
  }

  /** findPersonId finds the id of a member of staff by their whole name. */
  async findPersonId(name: string): Promise<string> {
    const response = await this.page.request.get('/api/v1/people', { params: { q: name } })
    const { items } = (await response.json()) as { items: { id: string; name: string }[] }
    const found = items.find((person) => person.name === name)
    if (!found) throw new Error(`nobody is called ${name}`)
    return found.id
  }

  /** expectText sees that words are on the page. */
  async expectText(words: string | RegExp): Promise<void> {
    await expect(this.page.getByText(words).first()).toBeVisible()
  }

  sectionTitled(title: string): Locator {
    return this.page
      .locator('.ant-card')
      .filter({ has: this.page.getByRole('heading', { level: 2, name: title, exact: true }) })
  }

  /** advanceClock advances the case's own clock, in rehearsal. */
  async advanceClock(by: string): Promise<void> {
    const rehearsal = this.sectionTitled('演练')
    const moved = this.page.waitForResponse((r) => r.url().endsWith('/advance'), { timeout: 90_000 })
    await rehearsal.getByLabel('前进多久').fill(by)
    await rehearsal.getByRole('button', { name: '前进', exact: true }).click()
    expect((await moved).status(), `advances by ${by}`).toBe(200)
  }

  async openCase(caseId: string): Promise<void> {
    await this.page.goto(`/cases/${caseId}`)
    await expect(this.page.getByRole('heading', { level: 1 })).toBeVisible()
  }
}

/** FieldsByLabel are what is typed or chosen, by label; several choices for a field that takes several. */
export type FieldsByLabel = Record<string, string | string[]>

async function chooseOption(form: Locator, field: Locator, value: string): Promise<void> {
  await field.click()
  await field.pressSequentially(value.slice(0, 3))
  await form
    .page()
    .locator('.ant-select-dropdown:visible .ant-select-item-option')
    .filter({ hasText: value })
    .first()
    .click()
}

/** fillForm types or chooses each field of a form. */
export async function fillForm(form: Locator, fields: FieldsByLabel): Promise<void> {
  for (const [label, value] of Object.entries(fields)) {
    const item = form
      .locator('.ant-form-item')
      .filter({ has: form.page().getByText(label, { exact: true }) })
      .last()
    const combobox = item.getByRole('combobox')
    const radio = item.getByRole('radio', { name: String(value), exact: true })
    await expect(item.locator('input, textarea').first()).toBeVisible()
    if (await combobox.count()) for (const one of [value].flat()) await chooseOption(form, combobox, one)
    else if (await radio.count()) await radio.check()
    else await item.locator('input, textarea').first().fill(String(value))
  }
}

type BrowserOptions = { viewport?: { width: number; height: number }; baseURL?: string }

/** signIn signs in over the interface; workbench.spec.ts does it through the page. */
async function signIn(
  browser: Browser,
  username: string,
  options: BrowserOptions = {},
  by = demoPassword,
): Promise<Person> {
  const context = await browser.newContext(options)
  const response = await context.request.post('/api/v1/session', { data: { username, password: by } })
  expect(response.status(), `sign in ${username}`).toBe(204)
  return new Person(await context.newPage())
}

/** test gives each scenario a way to sign people in; their browsers are closed at its end. */
export const test = base.extend<{
  people: { signIn: (username: string, options?: BrowserOptions, by?: string) => Promise<Person> }
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
