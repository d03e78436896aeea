// A day at the desk: the lists of the inbox, an approval by telephone, work that leads on. What a job costs in clicks
// is counted by the scenario itself, from the page that one is shown after signing in, confirmation included.

import { expectAccessible } from './accessible'
import { countClicks } from './clicks'
import { demoPassword, expect, test, type Person } from './people'
import { takeScreenshots } from './shots'

const phone = { viewport: { width: 390, height: 844 } }

/** proposedAtDealer is a dealer's case up to the general manager's approval. */
async function proposedAtDealer(
  subject: string,
  advisor: Person,
  manager: Person,
  service: Person,
  amount: number,
): Promise<string> {
  const matter = await advisor.file({
    policy: 'dealer',
    channel: 'phone',
    source: 'after_sales',
    category: 'repair',
    subject,
    content: '保养之后发动机异响，返修三次仍未解决。',
    data: { plate: '京A12345' },
  })
  await manager.completeTask(matter, 'judged', { first_look: '保养后异响', category: 'repair', severity: 'general' })
  await manager.completeTask(matter, 'judged', { grounds_sufficient: true, demand_reasonable: true })
  await manager.completeTask(matter, 'allotted', { handler: await manager.findPersonId('服务经理甲') })
  await service.completeTask(matter, 'proposed', {
    cause: '漏装垫片，未复检',
    responsible_unit: await service.unitId(),
    cause_person: await service.findPersonId('服务经理乙'),
    solution: `免费返修，赔偿${amount}元`,
  })
  return matter
}

test('on a phone an approval takes two taps from signing in, and leads to the next', async ({ people, browser }) => {
  test.setTimeout(300_000)
  const [advisor, manager, service] = [
    await people.signIn('dealer.advisor'),
    await people.signIn('dealer.cr_manager'),
    await people.signIn('dealer.service_manager'),
  ]
  const subject = `手机审批 ${Date.now()}`
  await proposedAtDealer(subject, advisor, manager, service, 800)
  await proposedAtDealer(`${subject} 之二`, advisor, manager, service, 300)

  const context = await browser.newContext(phone)
  const page = await context.newPage()
  await page.goto('/')
  await page.getByLabel('用户名').fill('dealer.gm')
  await page.getByLabel('密码', { exact: true }).fill(demoPassword)
  await page.getByLabel('密码', { exact: true }).press('Enter')
  const card = page.getByRole('listitem').filter({ hasText: subject }).filter({ hasText: '赔偿800元' })
  const clicks = await countClicks(page)
  for (const shown of [subject, '保养之后发动机异响', '免费返修，赔偿800元']) await expect(card).toContainText(shown)
  await expectAccessible(page)
  await card.getByRole('button', { name: '同意', exact: true }).click()
  const sheet = page.locator('.command-form.sheet')
  await expect(sheet.getByRole('button', { name: '提交：同意' })).toBeInViewport()
  await expectAccessible(page)
  await sheet.getByRole('button', { name: '提交：同意' }).click()
  await expect(page.getByText(/已完成：同意/).first()).toBeVisible()
  console.log(`approve on a phone: ${clicks()} taps`)
  expect(clicks()).toBeLessThanOrEqual(2)
  await page.getByRole('button', { name: '办理下一件' }).click()
  await expect(page.locator('.acts-foremost').getByRole('button', { name: '同意', exact: true })).toBeInViewport()
  await page.locator('.acts-foremost').getByRole('button', { name: '退回重拟' }).click()
  await expect(sheet.getByRole('button', { name: '提交：退回重拟' })).toBeInViewport()
  await takeScreenshots(page, 'approval-phone')
  await context.close()
})

test('the inbox has what waits, what I did, registered and was told of, and finds a task by words', async ({
  people,
}) => {
  const agent = await people.signIn('logistics.agent')
  const subject = `收件箱清单${Date.now()}`
  await agent.file({ policy: 'logistics', source: 'external', channel: 'hotline', category: 'damage.wet', subject })
  await agent.page.goto('/inbox')
  await expect(agent.page).toHaveTitle(/^\(\d+\+?\) 待办箱/)
  await expect(
    agent.page.getByRole('navigation', { name: '主导航' }).getByRole('img', { name: /待办 \d+ 件/ }),
  ).toBeVisible()
  await agent.page.getByLabel('查找').fill(subject)
  await agent.page.getByLabel('查找').press('Enter')
  const row = agent.page.getByRole('row').filter({ hasText: subject })
  await expect(row).toBeVisible()
  expect(agent.page.url(), 'no word stands in what a browser sends').not.toContain(encodeURIComponent(subject) + '&')
  await row.getByRole('button', { name: '领取' }).click()
  await agent.page.getByRole('link', { name: '我登记的' }).click()
  await expect(agent.page.getByRole('row').filter({ hasText: subject })).toBeVisible()
  await expectAccessible(agent.page)
  await takeScreenshots(agent.page, 'inbox-registered')
  await agent.page.getByRole('link', { name: '已办', exact: true }).click()
  await expect(agent.page.getByRole('link', { name: '已办', exact: true })).toHaveAttribute('aria-current', 'page')
  await expect(agent.page.getByRole('row').filter({ hasText: subject })).toHaveCount(0) // claimed is not done
})

test('a case shows my work first, others’ in a table, and tells its story without what the system did', async ({
  people,
}) => {
  const [advisor, manager, service, gm] = [
    await people.signIn('dealer.advisor'),
    await people.signIn('dealer.cr_manager'),
    await people.signIn('dealer.service_manager'),
    await people.signIn('dealer.gm'),
  ]
  const matter = await proposedAtDealer(`一件的经过 ${Date.now()}`, advisor, manager, service, 100)
  await gm.sendCommand(matter, { command: 'complete', outcome: 'returned', data: { reason: '没有查明谁漏装' } })
  await manager.openCase(matter)
  const others = manager.page.getByRole('table', { name: '由他人办理的' })
  await expect(
    others
      .getByRole('row')
      .filter({ hasText: '查明原因和责任者' })
      .getByText(/服务经理甲/),
  ).toBeVisible()
  await service.openCase(matter)
  await expect(service.page.getByText('没有查明谁漏装').first()).toBeVisible()
  await expect(service.page.locator('.command-form')).toBeVisible() // one way to do it: its form is open
  const story = service.page.locator('.journal')
  await expect(story.getByText('没有查明谁漏装')).toBeVisible() // the reason stands at the return itself
  await story.getByText('人的操作', { exact: true }).click()
  await expect(story.getByText('没有查明谁漏装')).toBeVisible()
  await expect(story.getByText(/^系统记录|^随之记录/)).toHaveCount(0)
  await expect(service.page.getByText('现在不能', { exact: false })).toHaveCount(0)
  await expectAccessible(service.page)
  await takeScreenshots(service.page, 'case-story')
})
