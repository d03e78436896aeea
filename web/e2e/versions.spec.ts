// A version of a regulation is checked, compared, rehearsed, agreed to by a second person and withdrawn; cases that run
// go on under it.

import { readFileSync } from 'node:fs'
import type { Locator, Page } from '@playwright/test'
import { expectAccessible } from './accessible'
import { Office } from './office'
import { expect, test, type Person } from './people'

const fileOf = (policy: string) => readFileSync(`../policies/${policy}/policy.yaml`, 'utf8')

const asVersion = (file: string, version: number) => file.replace(/^version: \d+/m, `version: ${version}`)

/** publishing is the part of the page where a version is published. */
const publishing = (page: Page) => page.locator('.ant-card').filter({ hasText: '制度文件（YAML）' })

/** changeGiving is what was asked for with a reason, as it stands on the page. */
const changeGiving = (page: Page, reason: string) => page.locator('li').filter({ hasText: reason }).first()

async function openVersions({ page }: Person): Promise<Page> {
  await page.goto('/admin?part=versions')
  await expect(publishing(page)).toBeVisible()
  return page
}

/** check puts a file into the page and has it checked. */
async function check(page: Page, file: string): Promise<void> {
  await page.getByLabel('制度文件（YAML）').fill(file)
  await page.getByRole('button', { name: '检查', exact: true }).click()
}

/** chooseRegulation shows the versions of a regulation. */
async function chooseRegulation(page: Page, title: string): Promise<void> {
  await page.getByLabel('制度', { exact: true }).click()
  await page.locator('.ant-select-dropdown:visible .ant-select-item-option').filter({ hasText: title }).click()
}

/** ask gives a reason and asks, in a part of the page. */
async function ask(part: Locator, button: string, reason: string): Promise<void> {
  await part.getByLabel('理由').fill(reason)
  await part.getByRole('button', { name: button, exact: true }).click()
}

/** agree agrees in the inbox to what was asked for with a reason. */
async function agree({ page }: Person, reason: string): Promise<void> {
  await page.goto('/inbox')
  const asked = changeGiving(page, reason)
  await expect(asked).toContainText('管理员')
  await asked.getByRole('button', { name: '同意', exact: true }).click()
  await page
    .getByRole('tooltip')
    .getByRole('button', { name: /确\s?定/ })
    .click()
  await expect(asked).toHaveCount(0)
}

test('a version is looked at before it is published', async ({ people }) => {
  const page = await openVersions(await people.signIn('admin'))
  const file = asVersion(fileOf('lawfirm'), 100)
  await check(page, file.replace(/^roles:/m, 'rolez:'))
  await expect(page.getByRole('alert').filter({ hasText: '处不对' })).toBeVisible()

  await check(page, file)
  await expect(page.getByText('第 100 版站得住')).toBeVisible()
  await page.getByRole('button', { name: '在已有案件上演练' }).click()
  await expect(page.getByText(/^演练 \d+ 件/)).toBeVisible()
  await expectAccessible(page)

  await ask(publishing(page), '发布一版制度', '年度修订')
  // in a demonstration nobody has to agree
  const told = changeGiving(page, '年度修订')
  await expect(told).toContainText('第 100 版')
  await expect(told).toContainText('已生效')
})

test.describe('in an organisation in earnest', () => {
  test.describe.configure({ mode: 'serial' }) // the first counts the only case there is

  let office: Office

  test.beforeAll(async () => {
    test.setTimeout(120_000) // starts a program twice
    const own = fileOf('lawfirm').replace('zh: 总台,', 'zh: 前台,')
    office = await Office.open('office', Number(process.env.DUBAN_TEST_PORT ?? 18_080) + 10, own)
  })

  test.afterAll(() => office.close())

  const severe = {
    policy: 'logistics',
    channel: 'hotline',
    category: 'damage.wet',
    severity: 'severe',
    data: { waybill: 'YD1', declared: 100_000 },
  }

  type CaseView = {
    policy: { version: number }
    deadlines: { title: string; state: string; due: string | null }[]
  }

  async function readCase({ page }: Person, id: string): Promise<CaseView> {
    return (await (await page.request.get(`/api/v1/cases/${id}`)).json()) as CaseView
  }

  test('a second person agrees, a case is moved, the author takes back, a version is withdrawn', async ({ people }) => {
    const signIn = (username: string) => people.signIn(username, { baseURL: office.url })
    const agent = await signIn('logistics.agent')
    const unit = await (await signIn('logistics.branch')).unitId()
    const id = await agent.file({ ...severe, subject: '货物淋湿', respondents: [{ kind: 'unit', id: unit }] })
    const before = await readCase(agent, id)
    const page = await openVersions(await signIn('admin'))
    const chief = await signIn('logistics.ceo_office')

    // the version with a shorter limit: what it says otherwise, and what would become of the case
    const file = asVersion(fileOf('logistics'), 100)
    const shorter = file.replace('severity == "severe",   is: 7wd', 'severity == "severe",   is: 5wd')
    expect(shorter).not.toBe(file)
    await check(page, shorter)
    await expect(page.getByRole('status')).toContainText('7 个工作日')
    await expect(page.getByRole('status')).toContainText('5 个工作日')
    await page.getByRole('button', { name: '在已有案件上演练' }).click()
    await expect(page.getByText('演练 1 件，其中在办 1 件；按第 100 版有 1 件不同')).toBeVisible()
    await expect(page.getByText('新增 0 件', { exact: false })).toBeVisible()

    // nobody agrees to what they have asked for; the author takes it back
    await ask(publishing(page), '发布一版制度', '先试试')
    const first = changeGiving(page, '先试试')
    await expect(first).toContainText('等待生效')
    await expect(first.getByRole('button', { name: '同意', exact: true })).toHaveCount(0)
    await expectAccessible(page)
    await first.getByRole('button', { name: '收回' }).click()
    await page
      .getByRole('tooltip')
      .getByRole('button', { name: /确\s?定/ })
      .click()
    await expect(first).toContainText('已收回')

    // the second person is asked in their inbox, sees what it would change, and agrees
    await check(page, shorter)
    await ask(publishing(page), '发布一版制度', '投诉处理提速')
    await expect(changeGiving(page, '投诉处理提速')).toContainText('等待生效')
    await chief.page.goto('/inbox')
    await changeGiving(chief.page, '投诉处理提速').getByText('详情').click()
    await expect(changeGiving(chief.page, '投诉处理提速')).toContainText('5 个工作日')
    await expectAccessible(chief.page)
    await agree(chief, '投诉处理提速')
    await page.reload()
    await expect(changeGiving(page, '投诉处理提速')).toContainText('已生效')
    await expect(changeGiving(page, '投诉处理提速')).toContainText('总裁办')
    expect((await readCase(agent, id)).policy.version).toBe(before.policy.version)

    // the case is moved: tried first, then asked for, agreed to and done
    await chooseRegulation(page, '客户服务投诉制度')
    const old = page.locator('li').filter({ hasText: `第 ${before.policy.version} 版：在办 1 件` })
    await old.getByRole('button', { name: '看看哪些能改' }).click()
    await expect(old.getByText('1 件可以改用，0 件不能')).toBeVisible()
    await old.getByLabel('理由').last().fill('同一时限')
    await old.getByRole('button', { name: '改用第 100 版', exact: true }).click()
    await expect(changeGiving(page, '同一时限')).toContainText('等待生效')
    await agree(chief, '同一时限')
    await expect.poll(async () => (await readCase(agent, id)).policy.version, { timeout: 60_000 }).toBe(100)
    await page.reload()
    await changeGiving(page, '同一时限').getByText('详情').click()
    await expect(changeGiving(page, '同一时限')).toContainText('已改用 1 件')

    // its page says so, and nothing that was in time is late
    await agent.openCase(id)
    await agent.expectText(/第 100 版/)
    await expect(agent.page.getByText(/已逾期|已超期|已办，超期/)).toHaveCount(0)
    await expect(agent.sectionTitled('期限')).toContainText('还剩')
    const after = await readCase(agent, id)
    expect(after.deadlines.filter((d) => d.state === 'missed')).toEqual([])
    expect(after.deadlines.filter((d) => d.state === 'running').length).toBe(
      before.deadlines.filter((d) => d.state === 'running').length,
    )

    // the version is withdrawn: the case stays with it, the next one is filed under the one before
    await page.reload()
    await chooseRegulation(page, '客户服务投诉制度')
    const newest = page.locator('li').filter({ hasText: '第 100 版：在办 1 件' })
    await ask(newest, '撤回', '条文有误')
    await agree(chief, '条文有误')
    await page.reload()
    await expect(changeGiving(page, '条文有误')).toContainText('已生效')
    await chooseRegulation(page, '客户服务投诉制度')
    await expect(page.locator('li').filter({ hasText: '第 100 版：在办 1 件' })).toContainText('已撤回')
    const next = await agent.file({ ...severe, subject: '又淋湿', respondents: [{ kind: 'unit', id: unit }] })
    expect((await readCase(agent, next)).policy.version).toBe(before.policy.version)
    expect((await readCase(agent, id)).policy.version).toBe(100)
  })

  test('what a release brings is offered where the organisation goes by its own', async ({ people }) => {
    const signIn = (username: string) => people.signIn(username, { baseURL: office.url })
    const unit = await (await signIn('logistics.branch')).unitId()
    await (
      await signIn('logistics.agent')
    ).file({ ...severe, respondents: [{ kind: 'unit', id: unit }], subject: '破损' })
    const page = await openVersions(await signIn('admin'))
    const own = Number(/^version: (\d+)/m.exec(fileOf('lawfirm'))![1])
    const offer = page.locator('.ant-card').filter({ hasText: '程序带来、没有启用的制度' })
    await expect(offer).toContainText(`程序带来的第 ${own} 版与本单位自己发布的不同，没有启用，现行的仍是第 ${own} 版`)
    await expect(offer).toContainText('前台')
    await expectAccessible(page)
    await offer.getByRole('button', { name: `填入下面，作为第 ${own + 1} 版` }).click()
    await page.getByRole('button', { name: '检查', exact: true }).click()
    await expect(page.getByText(`第 ${own + 1} 版站得住`)).toBeVisible()
    await ask(publishing(page), '发布一版制度', '采用发行版')
    const asked = changeGiving(page, '采用发行版')
    await expect(asked).toContainText('等待生效')
    await agree(await signIn('lawfirm.director'), '采用发行版')
    await page.reload()
    await expect(asked).toContainText('已生效')
    await expect(offer).toHaveCount(0)
  })
})
