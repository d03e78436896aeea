// 奖惩台账：造成损失的责任人正是被投诉的人，看不到案件，仍在待办箱里陈述和提出异议；台账和合计只给看得到的人。

import { expect, test } from './people'

test('被投诉的责任人陈述意见，总经理决定，本人提异议，由别人决定', async ({ people }) => {
  test.setTimeout(240_000)
  const advisor = await people.signIn('dealer.advisor')
  const manager = await people.signIn('dealer.cr_manager')
  const handler = await people.signIn('dealer.service_manager')
  const gm = await people.signIn('dealer.gm')
  const accused = await people.signIn('dealer.service_manager2')
  const other = await people.signIn('dealer.cr_manager2')
  const id = (name: string) => manager.findPersonId(name)
  const culprit = await id('服务经理乙')

  const matter = await advisor.file({
    policy: 'dealer',
    channel: 'phone',
    source: 'after_sales',
    category: 'service',
    severity: 'general',
    subject: '保养后漏油',
    respondents: [{ kind: 'person', id: culprit, name: '服务经理乙' }],
    data: { plate: '京A54321' },
  })
  await manager.completeTask(matter, 'judged', { first_look: '漏油', category: 'repair', severity: 'general' })
  await manager.completeTask(matter, 'judged', { grounds_sufficient: true, demand_reasonable: true })
  await manager.completeTask(matter, 'allotted', { handler: await id('服务经理甲') })
  const unit = await accused.unitId()
  const cause = { cause: '漏装垫片', responsible_unit: unit, cause_person: culprit, solution: '免费返修' }
  await handler.completeTask(matter, 'proposed', cause)
  await gm.completeTask(matter, 'approved', {})
  const page = await advisor.page.request.get(`/api/v1/cases/${matter}`)
  const { now } = (await page.json()) as { now: string }
  await advisor.completeTask(matter, 'served', { at: now, how: 'visit', reaction: '接受' })
  await advisor.completeTask(matter, 'satisfied', {})
  await handler.completeTask(matter, 'drafted', { measures: '双人复检' })
  await gm.completeTask(matter, 'approved', { supervisors: [await id('客户关系顾问甲')] })
  const summary = { summary: '返修', evaluation: '及时', unsolved_promptly: false, loss: 600_000 }
  await manager.completeTask(matter, 'concluded', summary)

  // 待办箱里有这一件，案情不公开
  await accused.page.goto('/inbox')
  await accused.page.getByRole('link', { name: '听取本人意见：造成损失' }).first().click()
  await accused.expectText('案件的其他情况不向您公开')
  await accused.expectText('6000.00元')
  await expect(accused.page.getByText('漏油')).toHaveCount(0)
  await accused.page.getByRole('textbox').fill('垫片是配件部漏发的')
  await accused.page.getByRole('button', { name: '陈述意见' }).click()
  await expect(accused.page.getByRole('textbox')).toHaveCount(0)
  await accused.expectText('垫片是配件部漏发的')
  const entryAddress = accused.page.url()
  await accused.openCase(matter)
  await accused.expectText('没有这件案件，或者您无权查看')

  // 总经理在案件里看到依据和本人的意见，改轻
  await gm.openCase(matter)
  const entries = gm.sectionTitled('奖惩台账')
  await expect(entries.getByText('垫片是配件部漏发的')).toBeVisible()
  await expect(entries.getByText('罚款 500.00 元').first()).toBeVisible()
  await gm.act('变更', { 金额: '300', 理由: '配件部也有责任' }, '决定：造成损失')

  await accused.page.goto(entryAddress)
  await accused.expectText('配件部也有责任')
  await accused.page.getByRole('textbox').fill('应由配件部承担')
  await accused.page.getByRole('button', { name: '提出异议' }).click()
  await expect(accused.page.getByRole('textbox')).toHaveCount(0)
  await other.openCase(matter)
  await other.act('维持', {}, '决定异议：造成损失')

  // 台账：条目、合计；没有可看的人没有入口
  await other.page.goto('/ledger')
  await other.expectText('服务经理乙')
  await other.expectText('维持')
  await other.page.getByLabel('状态').first().click()
  await other.page.locator('.ant-select-dropdown:visible').getByText('终结', { exact: true }).click()
  const sums = other.sectionTitled('合计')
  await expect(sums.getByRole('row').filter({ hasText: '罚款' }).first()).toContainText('300.00')
  await accused.page.goto('/ledger')
  await accused.expectText('与您有关的奖惩，案情不向您公开')
  await accused.page.setViewportSize({ width: 390, height: 800 })
  await accused.expectText('与您有关的奖惩，案情不向您公开')
  const stranger = await people.signIn('dealer.sales_manager')
  await stranger.page.goto('/inbox')
  await expect(stranger.page.getByRole('link', { name: '通报' })).toBeVisible()
  await expect(stranger.page.getByRole('link', { name: '奖惩', exact: true })).toHaveCount(0)
  await stranger.page.goto('/ledger')
  await stranger.expectText('没有您可以查看的奖惩')
})
