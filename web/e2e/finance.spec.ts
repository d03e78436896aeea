// 财政局行政执法投诉监督制度：口头投诉作成记录，领导小组决定，执法机构签收、办理、通知、报备案，入卷。

import { expect, test } from './people'

test('来访投诉执法：记录宣读核对，调查后报领导小组决定，执法机构签收办理并通知投诉人，备案、入卷', async ({
  people,
}) => {
  test.setTimeout(600_000)
  const as = async (role: string) => people.signIn(`finance.${role}`)
  const [budget, group, office, unit] = [
    await as('budget_section'),
    await as('leading_group'),
    await as('group_office'),
    await as('enforcement_unit'),
  ]
  const unitId = await unit.unitId()
  const matter = await budget.file({
    policy: 'finance',
    kind: 'complaint',
    source: 'oral',
    channel: 'visit',
    category: 'penalty',
    subject: '罚款过重',
    data: { oral_record: '三月一日来访，称罚款过重，要求撤销', read_back: true },
  })
  await budget.openCase(matter)
  await budget.act('受理')
  await budget.completeTask(matter, 'reported', {
    responsible_unit: unitId,
    facts: '处罚所据事实不清',
    proposal: '建议撤销',
    liability: false,
  })
  await group.openCase(matter)
  await group.act('已决定', { 处理决定: '撤销处罚决定', 投诉是否成立: '是' })

  await unit.openCase(matter)
  await unit.act('签收处理决定')
  await unit.act('按领导小组的决定办理', { 处理结果: '已撤销并退还罚款' })
  await unit.act('将处理结果通知投诉人', { 送达方式: '当面送达', 告知内容: '罚款已退还' }, '将处理结果通知投诉人')
  await unit.act('报领导小组办公室备案', { 备案报告: '处罚已撤销' }, '报领导小组办公室备案')
  await office.openCase(matter)
  await office.act('备案')
  await budget.openCase(matter)
  await budget.act('整理入卷', { 卷内材料目录: '投诉记录、决定书、回执' })
  await expect(budget.page.locator('.case-head').getByText('已归档')).toBeVisible()
})
