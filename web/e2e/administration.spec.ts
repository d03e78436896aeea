// The organisation is changed by its administrator, and what was changed holds at once.

import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import { expectAccessible } from './accessible'
import { expect, inTwoWeeks, test, type Person } from './people'
import { takeScreenshots } from './shots'

/** openPart opens a part of the administration by its tab. */
async function openPart(page: Page, title: string): Promise<void> {
  await page.getByRole('tab', { name: title, exact: true }).click()
}

/** choosePerson chooses a person in a field where people are found by name. */
async function choosePerson(page: Page, label: string, name: string): Promise<void> {
  await page.getByRole('dialog').getByLabel(label, { exact: true }).click()
  await page.keyboard.type(name)
  await page.locator('.ant-select-dropdown:visible .ant-select-item-option').filter({ hasText: name }).first().click()
}

/** searchFor searches by what is typed into a search box. */
async function searchFor(page: Page, boxLabel: string, text: string): Promise<void> {
  await page.getByLabel(boxLabel).fill(text)
  await page.getByLabel(boxLabel).press('Enter')
}

async function save(page: Page): Promise<void> {
  const save = page.getByRole('dialog').getByRole('button', { name: '保存', exact: true })
  await save.click()
  await expect(page.getByText('已保存').first()).toBeVisible()
  await expect(save).toHaveCount(0) // closing gives the focus back, and a key pressed before would press that button
}

/** addPerson adds a person and answers the link by which they set their password, which is shown once. */
async function addPerson(page: Page, name: string, username: string, unit?: string): Promise<string> {
  await openPart(page, '人员')
  await page.getByRole('button', { name: '增加人员' }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('姓名', { exact: true }).fill(name)
  await form.getByLabel('用户名', { exact: true }).fill(username)
  if (unit) {
    await form.getByLabel('单位', { exact: true }).click()
    await page.keyboard.type(unit)
    await page.locator('.ant-select-dropdown:visible .ant-select-item-option').filter({ hasText: unit }).click()
  }
  await save(page)
  const told = page.getByRole('dialog').filter({ hasText: '只显示这一次' })
  const link = (await told.locator('code').innerText()).trim()
  await told.getByRole('button', { name: '已记下' }).click()
  await expect(told).toHaveCount(0)
  return link
}

/** setPassword follows a link and sets the password of whose it is. */
async function setPassword(page: Page, link: string, secret: string): Promise<void> {
  await page.goto(link)
  await page.getByLabel('新密码', { exact: true }).fill(secret)
  await page.getByLabel('再输一遍', { exact: true }).fill(secret)
  await expectAccessible(page)
  await page.getByRole('button', { name: '设好密码' }).click()
  await expect(page.getByText('密码已设好，请登录。')).toBeVisible()
}

async function signInOnPage(page: Page, username: string, secret: string): Promise<void> {
  await page.goto('/')
  await page.getByLabel('用户名').fill(username)
  await page.getByLabel('密码', { exact: true }).fill(secret)
  await page.getByRole('button', { name: '登录', exact: true }).click()
}

async function openAdministration({ page }: Person): Promise<Page> {
  await page.goto('/')
  await page.getByRole('link', { name: '管理', exact: true }).click()
  await expect(page.getByRole('heading', { name: '管理', level: 1 })).toBeVisible()
  return page
}

test('a unit and a person are added; the person signs in, stands in with both names on record, and is let go', async ({
  browser,
  people,
}) => {
  const mark = randomUUID().slice(0, 6)
  const page = await openAdministration(await people.signIn('admin'))
  await page.getByRole('button', { name: '增加单位' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '保存', exact: true }).click()
  await expect(page.getByRole('dialog').getByText('请填写')).toBeVisible()
  await page.getByRole('dialog').getByLabel('名称').fill(`华西网点${mark}`)
  await expectAccessible(page)
  await save(page)
  await searchFor(page, '查找单位', mark)
  await expect(page.getByRole('row').filter({ hasText: `华西网点${mark}` })).toBeVisible()

  const link = await addPerson(page, `秦新${mark}`, `new.${mark}`, `华西网点${mark}`)
  await page.getByRole('button', { name: '增加人员' }).click()
  await page.getByRole('dialog').getByLabel('姓名', { exact: true }).fill('另一个人')
  await page.getByRole('dialog').getByLabel('用户名', { exact: true }).fill(`new.${mark}`)
  await page.getByRole('dialog').getByRole('button', { name: '保存', exact: true }).click()
  await expect(page.getByRole('dialog').getByText('这个用户名已有人使用')).toBeVisible() // at the field
  await page.getByRole('dialog').getByRole('button', { name: '取消' }).click()

  const theirs = await (await browser.newContext()).newPage()
  const secret = `落叶归根 ${mark} 够长`
  await setPassword(theirs, link, secret)
  await signInOnPage(theirs, `new.${mark}`, secret)
  await expect(theirs.getByText(`秦新${mark}`)).toBeVisible()
  await expect(theirs.getByText(`华西网点${mark}`)).toBeVisible()
  await expect(theirs.getByRole('link', { name: '管理', exact: true })).toHaveCount(0)
  await theirs.goto('/admin')
  await expect(theirs.getByText('组织的管理限于管理员')).toBeVisible()

  const branch = await people.signIn('logistics.branch')
  const agent = await people.signIn('logistics.agent')
  const matter = await agent.file({
    policy: 'logistics',
    source: 'external',
    channel: 'hotline',
    category: 'damage.wet',
    subject: `代理办理 ${mark}`,
  })
  await agent.completeTask(matter, 'located', { responsible_unit: await branch.unitId() })
  await theirs.goto(`/cases/${matter}`)
  await expect(theirs.getByText('没有这件案件，或者您无权查看。')).toBeVisible()
  await openPart(page, '代理')
  await page.getByRole('button', { name: '指定代理' }).click()
  await choosePerson(page, '被代理人', '网点甲')
  await choosePerson(page, '代理人', `秦新${mark}`)
  await page.getByRole('dialog').getByLabel('到哪天为止').fill(inTwoWeeks())
  await save(page)
  await theirs.reload()
  await theirs.getByRole('article').getByRole('button', { name: '领取' }).click()
  await expect(theirs.getByText(new RegExp(`秦新${mark}代.*网点甲在办`))).toBeVisible()
  await expect(theirs.getByText(/代.*网点甲办理/).first()).toBeVisible() // in the journal

  await page.getByRole('button', { name: `结束 秦新${mark}` }).click()
  await page.getByRole('dialog').getByRole('button', { name: '结束', exact: true }).click()
  await expect(page.getByText('代理已结束', { exact: true })).toBeVisible()
  await theirs.reload() // what they could see and held in another's place they see and hold no longer
  await expect(theirs.getByText('没有这件案件，或者您无权查看。')).toBeVisible()
  await openPart(page, '人员')
  await searchFor(page, '查找人员', `new.${mark}`)
  await page.getByRole('button', { name: `停用 秦新${mark}` }).click()
  await page.getByRole('dialog').getByRole('button', { name: '停用', exact: true }).click()
  await expect(page.getByText('已停用', { exact: true })).toBeVisible()
  await theirs.reload()
  await expect(theirs.getByRole('button', { name: '登录', exact: true })).toBeVisible()
  await theirs.context().close()
})

test('whoever has declared a tie with a complainant is refused, and says by which rule', async ({ people }) => {
  const outsider = `欧阳${randomUUID().slice(0, 6)}`
  const page = await openAdministration(await people.signIn('admin'))
  await openPart(page, '利害关系')
  await page.getByRole('button', { name: '登记利害关系' }).click()
  await choosePerson(page, '本单位人员', '专门负责人甲')
  await page.getByRole('dialog').getByRole('radio', { name: '外人' }).check()
  await page.getByRole('dialog').getByLabel('外人的姓名').fill(outsider)
  await page.getByRole('dialog').getByLabel('什么关系').fill('亲属')
  await save(page)
  await expect(page.getByRole('listitem').filter({ hasText: outsider })).toBeVisible()

  const reception = await people.signIn('lawfirm.reception')
  const matter = await reception.file({
    policy: 'lawfirm',
    kind: 'complaint',
    source: 'oral',
    channel: 'phone',
    category: 'fee',
    subject: '多收代理费',
    data: { originals: '无' },
    complainant: { name: outsider },
  })
  const officer = await people.signIn('lawfirm.complaints_officer')
  await officer.openCase(matter)
  const refused = officer.whyNot('受理并签收材料') // open: the task waits for somebody of this seat
  await expect(refused.getByText(/回避|冲突/).first()).toBeVisible()
  await expect(officer.page.getByRole('button', { name: '领取' })).toHaveCount(0)
})

test('a year is published after its changes were seen, and a provisional year is marked as such', async ({
  people,
}) => {
  const page = await openAdministration(await people.signIn('admin'))
  await openPart(page, '工作日历')
  await page.getByRole('button', { name: /^2027/ }).click()
  await expect(page.getByText('这一年的放假安排尚未公布')).toBeVisible()
  await page.getByRole('button', { name: '发布年度安排' }).click()
  const file = page.getByLabel('年份文件')
  await file.fill('year: 2028\nstatus: final\nsource: x\noff: {02-30: x}\nwork: []\n')
  await page.getByRole('button', { name: '预览变更' }).click()
  await expect(page.getByRole('alert').getByRole('listitem')).toHaveText([
    /^第 2 行 · status "final" 不是状态/,
    /^第 4 行 · off 2028 年没有 02-30 这一天/,
  ])
  const name = randomUUID().slice(0, 6)
  await file.fill(
    `year: 2028\nstatus: official\nsource: 通知 ${name}\noff:\n  01-01..01-03: 元旦${name}\nwork:\n  - 01-08\n`,
  )
  await page.getByRole('button', { name: '预览变更' }).click()
  await expect(page.getByRole('cell', { name: `放假（元旦${name}）` }).first()).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: '发布', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: '发布', exact: true }).click()
  await expect(page.getByText('已发布 2028 年的安排')).toBeVisible()
  await expect(page.getByText(`元旦${name}：01-01 至 01-03，共 3 天`)).toBeVisible()
})

test('the administration in both languages and both widths', async ({ people }) => {
  test.setTimeout(300_000) // looks closely at seven pages
  const page = await openAdministration(await people.signIn('admin'))
  const parts = {
    units: '单位',
    people: '人员',
    roles: '岗位',
    ties: '利害关系',
    substitutes: '代理',
    calendars: '工作日历',
    journal: '管理日志',
  }
  for (const [name, title] of Object.entries(parts)) {
    await openPart(page, title)
    if (name === 'units' || name === 'people') {
      // some rows look like all rows
      await page.getByLabel(/^查找/).fill('演示客服'.slice(name === 'units' ? 0 : 2))
      await page.keyboard.press('Enter')
    }
    await expect(page.getByRole('status', { name: '正在载入…' })).toHaveCount(0)
    await expectAccessible(page)
    await takeScreenshots(page, `administration-${name}`)
  }
})
