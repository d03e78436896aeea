// 医院投诉监督工作制度：电话投诉，晨会呈报，职能部门核实限期，科室呈报，反馈病人，报表备案，全院通报，处罚。

import { expect, test } from './people'

test('电话投诉：值班反馈、晨会呈报、核实限期、科室呈报、反馈、备案、登记簿、全院通报、奖惩入账', async ({ people }) => {
  test.setTimeout(600_000)
  const as = async (role: string) => people.signIn(`hospital.${role}`)
  const [duty, department, section, qc, leader] = [
    await as('duty'),
    await as('functional_dept'),
    await as('section'),
    await as('qc_dept'),
    await as('leader'),
  ]
  const matter = await duty.file({
    policy: 'hospital',
    kind: 'complaint',
    source: 'phone',
    channel: 'phone',
    category: 'service',
    subject: '门诊候诊三小时',
    data: { raised_by: 'family' },
  })
  await duty.openCase(matter)
  await duty.act('详细记录，反馈给相关职能部门', { 电话记录: '候诊三小时无人解释', 相关职能部门: '职能部门' })
  await duty.act('在院晨交班会上呈报', { 晨会日期: '2026-03-03', 呈报内容: '门诊候诊投诉一件' }, '在院晨交班会上呈报')

  await department.openCase(matter)
  await department.act('立即调查核实，责成科室限期呈报', {
    向病人了解的情况: '已与家属面谈',
    相关科室: '责任科室',
    '科室呈报的期限（日）': '2',
  })
  await section.openCase(matter)
  await section.act('呈报调查情况和处理意见', {
    发生原因: '排班不足',
    分析: '高峰期人手少',
    处理经过: '已加派一人',
    整改措施: '高峰期双岗',
    科室处理意见: '向家属致歉',
  })
  await department.act('同意', { 投诉情况是否属实: '是' })
  await department.act('向病人反馈调查情况和处理意见', { 送达方式: '电话', 告知内容: '已加派人手', 病人的反应: '接受' })
  await department.act('以报表呈报质控部备案', { '调查情况、处理结果及反馈情况': '属实，已整改，家属接受' })

  await qc.openCase(matter)
  await qc.act('列入投诉', { 是否隐瞒不报: '否', 是否推诿或拖延: '否' })
  await qc.act('向全院书面通报', { '通报内容（不写姓名）': '门诊候诊投诉属实，已整改' })

  // 第八条：科室的登记簿有原因、分析、经过和措施，值班人员看不到。
  await section.page.goto('/cases?register=hospital.departments')
  await section.expectText('高峰期双岗')
  await expect(section.page.getByRole('columnheader', { name: '整改措施' })).toBeVisible()

  // 全院通报：科室签阅。
  await section.page.goto('/circulars')
  await section.expectText('门诊候诊投诉属实，已整改')

  // 听取意见的期限过后由院领导决定，异议期满定案。
  await qc.openCase(matter)
  await qc.advanceClock('5d')
  await leader.openCase(matter)
  await leader.act('维持', { 措施: '扣减考核分' }, '决定：投诉属实')
  await leader.advanceClock('10d')
  await expect(leader.page.locator('.case-head').getByText('已归档')).toBeVisible()
})
