// 制造公司客户投诉管理办法：退货全程，各部门依次办理，依核决权限审批，五联分存，退货核对入账，判责与改善。

import { expect, test } from './people'

test('退货全程：填表、登记、查因、对策、查核、交涉、核阅、依权限审批、五联分存、转答、退货入账、判责、改善、奖惩入账', async ({
  people,
}) => {
  test.setTimeout(600_000)
  const as = async (role: string) => people.signIn(`manufacturer.${role}`)
  const [sales, office, qc, production, gm] = [
    await as('sales'),
    await as('pm_office'),
    await as('qc'),
    await as('production'),
    await as('gm'),
  ]
  const matter = await sales.file({
    policy: 'manufacturer',
    kind: 'complaint',
    source: 'customer',
    channel: 'phone',
    category: 'quality',
    subject: '包装破损导致划伤',
  })
  await sales.openCase(matter)
  await sales.act('直接填表', {
    订单编号: 'A1',
    料号: 'P1',
    交运数量: '100',
    不良数量: '20',
    交运日期: '2026-02-01',
    客户要求及理由: '退货',
  })
  await sales.act('填写客户意见处理表，送生产管理室', { 附异常样品: '是', 样品签注意见: '表面划伤' })
  await office.openCase(matter)
  await office.act('编号并登记客户投诉案件登记追踪表')
  await qc.openCase(matter)
  await qc.act('追查原因，判定责任部门', {
    质量异常或非质量异常: '质量异常',
    是否个性异常: '一般异常',
    检验确认: '复检属实',
    原因: '包装不当',
    责任部门: '制造',
    是否涉及其他公司或供应商的责任: '否',
  })
  await qc.act('提出调查处理报告', { 报告: '见检验单' }, '提出调查处理报告')
  await gm.openCase(matter)
  await gm.act('批示调查处理报告', { 批示: '改包装' })
  await production.openCase(matter)
  await production.act('分析异常原因，拟定处理对策', {
    原因分析: '缓冲不足',
    处理对策: '加厚',
    '责任部门、人员和产品信息': '三号线',
  })
  const managers = await as('managers_office')
  await managers.openCase(matter)
  await managers.act('征求意见', { 意见: '同意' })
  await office.act('查核，送回业务部', { 查核意见: '资料齐全' })
  await sales.act('向客户说明、交涉，拟定处理意见', { 交涉结果: '客户要求退二十件', 拟定的处理意见: '退货' })
  const head = await as('sales_manager')
  await head.openCase(matter)
  await head.act('核阅，送回生产管理室')
  await office.act('构成综合意见', {
    综合意见: '退二十件',
    投诉是否成立: '是',
    处理方式: '退货',
    金额: '12,000',
    核定退货量: '20',
  })

  // 一万二千元：业务部经理权限以上，由副总经理审批；业务部经理看得到，办不了，页面说明为什么。
  await head.returnToWindow()
  const others = head.page.getByRole('table', { name: '由他人办理的' })
  await expect(others.getByRole('row').filter({ hasText: '依核决权限审批' })).toContainText('由副总经理办理')
  await expect(head.page.getByRole('button', { name: '同意', exact: true })).toHaveCount(0)
  await head.whyNot('依核决权限审批').locator('summary').click()
  await expect(head.whyNot('依核决权限审批').getByText('条款 9.6').first()).toBeVisible()
  const deputy = await as('deputy_gm')
  await deputy.openCase(matter)
  await expect(deputy.taskTitled('依核决权限审批').getByText('¥12,000.00')).toBeVisible()
  await deputy.act('同意')

  const finance = await as('finance')
  await finance.openCase(matter)
  for (const one of [sales, qc, production, finance, office])
    await one.act('签收客户意见处理表', {}, '签收客户意见处理表')
  await sales.act('已转答', { 送达方式: '电话', 告知内容: '退二十件', 客户反应的意见: '希望改包装' }, '将批示转答客户')
  await office.act('已提交', { 提交哪个部门追踪改善: '制造' }, '将客户意见提交有关部门')
  await sales.act('开具成品退货单', { 退货原因: '划伤', 处理方式: '退款', 退回依据: '处理表' }, '开具成品退货单')
  await head.act('核准', {}, '核准退货')
  const warehouse = await as('warehouse')
  await warehouse.openCase(matter)
  await warehouse.act('相符，签收', { 实退数量: '20', 与成品退货单所载是否不符: '否' })
  await finance.act('已入账', { 入账数量: '20' }, '核对核定量与实退量，入账')
  await sales.act('取得退货证明', { 退货证明: '买受人盖章的销货退回证明单' }, '取得退货证明')
  await office.act(
    '判定发生单位，拟定损失金额和惩处',
    {
      发生单位: '制造',
      是否我方质量问题: '是',
      处理方式: '返工',
      改善方案是否列入追踪: '是',
      '责任部门损失金额（依客诉损失金额核算基数）': '50',
      '个人惩处种类（依行政处分标准）': '警告',
    },
    '判定发生单位，拟定损失金额和惩处',
  )
  await deputy.act('同意', {}, '主管批示责任与惩处')
  await production.act('执行改善对策', { 改善情况: '包装加厚' }, '执行改善对策')
  await qc.act('检查、督促对策的执行', { 检查情况: '已执行' }, '检查、督促对策的执行')
  await office.act('有效', {}, '确认改善效果')

  // 退货入账引出核减收款率奖金基数的提议：入账的人不确认，由财务部另一人确认，案件随后归档。
  const otherFinance = await as('finance2')
  await otherFinance.openCase(matter)
  await otherFinance.act('维持', {}, '决定：核减收款率奖金基数')
  await office.returnToWindow()
  await expect(office.page.locator('.case-head').getByText('已归档')).toBeVisible()
})
