// 汽车销售服务公司投诉监督工作制度，从登记到检查落实，中间退回一次。

import { countClicks } from './clicks'
import { expect, fillForm, test } from './people'

test('维修质量投诉：判定、定责、退回一次后同意、通知、回访、总结，再落实、监督、检查', async ({ people }) => {
  test.setTimeout(600_000)
  const advisor = await people.signIn('dealer.advisor')
  const manager = await people.signIn('dealer.cr_manager')
  const service = await people.signIn('dealer.service_manager')
  const gm = await people.signIn('dealer.gm')
  const everybody = [advisor, manager, service, gm]
  const counts = await Promise.all(everybody.map(({ page }) => countClicks(page)))
  const matter = await advisor.file({
    policy: 'dealer',
    channel: 'phone',
    source: 'after_sales',
    category: 'service',
    severity: 'general',
    subject: '保养后异响',
    data: { plate: '京A12345' },
  })
  await manager.openCase(matter)
  await manager.act('判定性质和类别', {
    初步了解的原因: '保养后发动机异响',
    投诉类别: '维修质量',
    '投诉性质（重大与否）': '一般',
  })
  await manager.act('判定理由和要求', { 投诉理由是否充分: '是', 投诉要求是否合理: '是', 判定依据: '工单在' })
  const naming = await manager.openForm('填写客户投诉处理表，确定受理责任人')
  await naming.getByRole('button', { name: '预览', exact: true }).click()
  await expect(naming.getByRole('alert')).toContainText('受理责任人') // refused as the act would be
  await fillForm(naming, { 受理责任人: '服务经理甲' })
  const draft = manager.page.waitForEvent('download')
  await naming.getByRole('button', { name: '预览', exact: true }).click()
  expect((await draft).suggestedFilename()).toBe('填写客户投诉处理表，确定受理责任人（草稿）.pdf')
  await expect(manager.sectionTitled('文书')).toHaveCount(0) // nothing is issued by looking at it
  await manager.act('填写客户投诉处理表，确定受理责任人')
  await expect(manager.sectionTitled('文书')).toContainText('客户投诉处理表')

  await service.openCase(matter)
  await service.act('查明原因和责任者，提出解决办法', {
    具体原因: '漏装垫片',
    造成投诉的责任部门: '服务',
    造成投诉的责任人: '服务经理乙',
    解决办法: '免费返修',
  })
  await gm.openCase(matter)
  await gm.act('退回重拟', { 理由: '没有查明谁漏装' })
  await service.expectText('没有查明谁漏装') // live: the page was open all the time
  await service.act('查明原因和责任者，提出解决办法', {
    具体原因: '漏装垫片，未复检',
    造成投诉的责任部门: '服务',
    造成投诉的责任人: '服务经理乙',
    解决办法: '免费返修并道歉',
  })
  await gm.act('同意')

  await advisor.openCase(matter)
  await advisor.act('通知客户并反馈客户反应', { 送达方式: '电话', 客户反应: '接受' })
  await advisor.act('满意')
  await service.act('拟订预防纠正措施', { 改善对策: '加装后双人复检' })
  await gm.act('同意', { 监督落实的人员: ['客户关系顾问甲'] })
  await manager.act('总结与综合评价', { 处理过程总结: '一次返修', 综合评价: '及时', 是否有未及时圆满解决的情形: '否' })
  await expect(manager.page.locator('.case-head').getByText('属实')).toBeVisible()
  await service.act('落实改善对策', { 落实情况: '已执行一周' })
  await manager.act('落实到位')
  await advisor.act('落实到位')
  await gm.act('检查通过')
  await expect(gm.page.locator('.case-head').getByText('已归档')).toBeVisible()
  const clicks = counts.map((count) => count())
  console.log(`dealer, from registration to archive: ${clicks.reduce((a, b) => a + b)} clicks (${clicks.join(', ')})`)
})
