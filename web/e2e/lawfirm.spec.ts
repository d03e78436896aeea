// 律师事务所投诉处理制度：从总台登记到归档成宗，中间专门负责人声明回避。

import { expect, test } from './people'

test('电话投诉：受理人声明回避后由另一人接办，告知安排与书面意见同时进行，查明、签署、实施、回复、两方满意度、归档', async ({
  people,
}) => {
  test.setTimeout(600_000)
  const as = async (role: string) => people.signIn(`lawfirm.${role}`)
  const [reception, officer, officer2, partner] = [
    await as('reception'),
    await as('complaints_officer'),
    await as('complaints_officer2'),
    await as('partner_in_charge'),
  ]
  const accused = await reception.findPersonId('合伙人甲')
  const matter = await reception.file({
    policy: 'lawfirm',
    kind: 'complaint',
    source: 'oral',
    channel: 'phone',
    category: 'fee',
    subject: '多收代理费',
    data: { originals: '收费收据一张' },
    respondents: [{ kind: 'person', id: accused }],
  })

  // 回避立即生效：此后连案卷也看不到，页面回到待办，已办的要由别人重新办。
  await officer.openCase(matter)
  await officer.act('受理并签收材料', { 登记表和材料已收齐: '是' })
  await officer.act('回避', { 理由: '与投诉人是亲属' }, null, /已完成：回避。您不再参与本案/)
  await expect(officer.page.getByRole('heading', { name: '待办箱' })).toBeVisible()
  await officer2.openCase(matter)
  await officer2.expectText(/回避/)
  const redo = officer2.sectionTitled('应重新办理').getByRole('listitem')
  await expect(redo).toHaveCount(1)
  await expect(redo).toContainText('受理并签收材料')
  await expect(redo).toContainText('待重办')
  await expect(redo).toContainText('专门负责人甲已回避，由别人重新办理')
  await officer2.act('告知处理的工作安排', { 送达方式: '电话', 告知内容: '由分管合伙人处理' }, '告知处理的工作安排')
  await officer2.act(
    '出具书面意见',
    { 书面意见: '建议退还多收部分', 是否重大或原则性问题: '一般', 分管合伙人不在: '否' },
    '出具书面意见',
  )
  await partner.openCase(matter)
  await partner.act('调查事情和材料的真实性', { 查明的事实: '多收一千元', 材料真实性的核查结果: '收据与账目核对一致' })
  await partner.act('签署明确处理意见', { 处理意见: '退还', 投诉是否成立: '是' })
  await officer2.act('签收移交的材料，组织实施', { 实施情况: '已通知财务' })
  await officer2.act('回复投诉人', { 送达方式: '书面', 告知内容: '退还一千元' }, '回复投诉人')
  await officer2.act('告知被投诉人处理意见', { 送达方式: '当面', 告知内容: '处理意见' }, '告知被投诉人处理意见')
  await officer2.act('满意', {}, '调查被投诉人的满意度')
  await officer2.act('满意', {}, '调查投诉人的满意度')
  await officer2.act('审核办结情况')
  const admin = await as('admin')
  await admin.openCase(matter)
  await admin.act('归档，编入年度案宗')
  await expect(admin.page.locator('.case-head').getByText('已归档')).toBeVisible()

  // 被投诉人看不到案卷，也不知道有没有。
  const respondent = await as('partner')
  await respondent.openCase(matter)
  await respondent.expectText('没有这件案件，或者您无权查看。')
})
