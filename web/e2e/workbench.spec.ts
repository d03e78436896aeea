import { expectAccessible } from './accessible'
import { expect, demoPassword, inTwoWeeks, test } from './people'
import { takeScreenshots } from './shots'

test('nobody sees anything before signing in; a wrong password is told, the right one leads to the page', async ({
  page,
}) => {
  await page.goto('/cases')
  await page.getByLabel('用户名').fill('logistics.agent')
  await page.getByLabel('密码', { exact: true }).fill('not the password')
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await expect(page.getByText('用户名或密码不对')).toBeVisible()
  await expect(page.getByRole('heading', { name: '台账' })).toHaveCount(0)
  await page.getByLabel('密码', { exact: true }).fill(demoPassword)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await expect(page.getByRole('heading', { name: '台账' })).toBeVisible()
})

test('a task is in the inbox of those who may take it, and gone from it when another has claimed it', async ({
  people,
}) => {
  const agent = await people.signIn('logistics.agent')
  await agent.page.goto('/')
  await expect(agent.page.getByRole('heading', { name: '待办箱' })).toBeVisible()
  await agent.file({
    policy: 'logistics',
    source: 'external',
    channel: 'hotline',
    category: 'damage.wet',
    subject: '货物受潮一箱',
  })
  const row = agent.page.getByRole('row').filter({ hasText: '货物受潮一箱' })
  await expect(row.getByText('确定责任单位')).toBeVisible() // live, without a reload
  await row.getByRole('button', { name: '领取' }).click()
  await expect(row.getByText('客服甲')).toBeVisible()
})

test('why an act is not open is said in the language of the page, also when that changes', async ({ people }) => {
  const agent = await people.signIn('logistics.agent')
  const id = await agent.file({
    policy: 'logistics',
    source: 'external',
    channel: 'hotline',
    category: 'damage.wet',
    subject: '货物受潮两箱',
  })
  await agent.page.goto(`/cases/${id}`)
  await agent.page.locator('.refusals > summary').last().click()
  const refused = agent.page.locator('.refusals').last()
  await expect(refused).toContainText('这项操作限于')
  await agent.page.getByRole('banner').locator('summary').click()
  await agent.page.getByRole('button', { name: 'English' }).click()
  await expect(refused).toContainText('Only these roles may do this: ')
  await expect(refused).not.toContainText('这项操作限于')
})

test('what somebody was told stands in their inbox until they mark it as read', async ({ people }) => {
  const [agent, supervisor, branch] = [
    await people.signIn('logistics.agent'),
    await people.signIn('logistics.supervisor'),
    await people.signIn('logistics.branch2'),
  ]
  const matter = await agent.file({
    policy: 'logistics',
    source: 'external',
    channel: 'hotline',
    category: 'damage.wet',
    subject: '指派给网点乙',
  })
  await agent.completeTask(matter, 'located', { responsible_unit: await branch.unitId() })
  await supervisor.sendCommand(matter, { command: 'assign', data: { to: await supervisor.findPersonId('网点乙') } })
  await branch.page.goto('/inbox')
  await expect(branch.page.getByText(/通知（\d+ 条，\d+ 条未阅）/)).toBeVisible()
  await branch.page.getByText(/通知（/).click()
  const notice = branch.page.getByRole('listitem').filter({ has: branch.page.locator(`a[href="/cases/${matter}"]`) })
  await expect(notice.getByText('未阅')).toBeVisible()
  await branch.page.getByRole('button', { name: '全部标为已阅' }).click()
  await expect(notice.getByText('未阅')).toHaveCount(0)
  await branch.page.reload()
  await branch.page.getByText(/通知（/).click()
  await expect(notice.getByText('指派', { exact: true })).toBeVisible()
  await expect(notice.getByText('未阅')).toHaveCount(0)
})

test('the inbox shows what its filters select, and says whether nothing fits or nothing waits', async ({ people }) => {
  const agent = await people.signIn('logistics.agent')
  await agent.file({
    policy: 'logistics',
    source: 'external',
    channel: 'hotline',
    category: 'damage.wet',
    subject: '按条件找',
  })
  await agent.page.goto('/inbox?policy=none')
  await expect(agent.page.getByText('没有符合条件的待办。')).toBeVisible()
  await agent.page.getByRole('button', { name: '清空条件' }).click()
  await expect(agent.page.getByRole('row').filter({ hasText: '按条件找' })).toBeVisible()
  await agent.page.goto('/inbox?holder=others&urgency=calm')
  await expect(agent.page.getByRole('status').filter({ hasText: /符合条件的 \d+ 件/ })).toBeVisible()
  await expect(agent.page.getByRole('row').filter({ hasText: '按条件找' })).toHaveCount(0)
})

test('whoever goes on leave names a colleague of the same role, and ends it when they are back', async ({ people }) => {
  const [hub, mate] = [await people.signIn('logistics.hub'), await people.signIn('logistics.hub2')]
  await hub.page.goto('/inbox')
  await hub.page.getByRole('banner').locator('summary').click()
  await hub.page.getByRole('banner').getByRole('link', { name: '我的代理' }).click()
  await hub.page.getByRole('button', { name: '指定代理' }).click()
  const form = hub.page.getByRole('dialog')
  await form.getByLabel('代理人', { exact: true }).fill('客服甲')
  await expect(hub.page.locator('.ant-select-item-option-disabled', { hasText: '客服甲' })).toBeVisible() // another role
  await form.getByLabel('代理人', { exact: true }).fill('分拨中心乙')
  await hub.page.locator('.ant-select-item-option', { hasText: '分拨中心乙' }).click()
  await form.getByLabel('到哪天为止').fill(inTwoWeeks())
  await form.getByRole('button', { name: '保存' }).click()
  const named = hub.page.getByRole('listitem').filter({ hasText: '分拨中心乙' })
  await expect(named.getByText('代理中')).toBeVisible()
  await expectAccessible(hub.page)
  await takeScreenshots(hub.page, 'stand-in')
  await mate.page.goto('/stand-in')
  await expect(mate.page.getByRole('listitem').filter({ hasText: '代理中' })).toBeVisible()
  await expect(mate.page.getByRole('button', { name: /结束/ })).toHaveCount(0) // not theirs to end
  await named.getByRole('button', { name: /结束/ }).click()
  await hub.page.getByRole('dialog').getByRole('button', { name: '结束' }).click()
  await expect(named.getByText('已结束')).toBeVisible()
})
