// 质量技术监督信访举报制度：交办的举报由县局核查，被举报单位的人看不到。

import { expect, test } from './people'

test('交办的举报：同时上报，分派县局，签收核查，报告、报备、答复、归档；被举报的单位什么也看不到', async ({
  people,
}) => {
  test.setTimeout(600_000)
  const as = async (role: string) => people.signIn(`quality.${role}`)
  const [discipline, head, county, city, accused] = [
    await as('discipline'),
    await as('head'),
    await as('county_bureau'),
    await as('city_bureau'),
    await as('handler'),
  ]
  const [countyUnit, accusedUnit] = [await county.unitId(), await accused.unitId()]
  const checker = await head.findPersonId('县局甲')
  const matter = await discipline.file({
    policy: 'quality',
    kind: 'petition',
    source: 'assigned',
    channel: 'assigned_letter',
    category: 'tip_off',
    subject: '举报掺杂使假',
    data: { letter_number: '省质监〔2026〕3号' },
    respondents: [{ kind: 'unit', id: accusedUnit }],
  })
  await discipline.completeTask(matter, 'handled', { severity: 'ordinary', reportable: false, collective_risk: false })
  await discipline.openCase(matter)
  await discipline.act('上报', { 上报的内容: '举报掺杂使假' }, '上报')
  await city.openCase(matter)
  await city.act('接收上报')
  await head.completeTask(matter, 'assigned', {
    handled_by: 'county',
    responsible_unit: countyUnit,
    handler: checker,
  })
  await county.openCase(matter)
  await county.page.locator('summary', { hasText: '办理指引' }).first().click()
  await county.expectText(/不得打击、压制、迫害信访举报人/)
  await county.act('已签收')
  await county.act('已查清处理', { 查清的事实: '属实', 责任的划分: '厂方负责', 处理意见: '立案处罚', 是否属实: '是' })
  await discipline.act('报告办理结果', { 办理结果: '已立案处罚' })
  await county.act('报市局备案', { 备案报告: '已立案处罚' })
  await city.act('备案')
  await discipline.act('已答复', { 送达方式: '书面' })
  await discipline.act('登记归档', { 登记表报和案卷目录: '来函、核查报告', 是否发生了集体越级上访: '否' })
  await expect(discipline.page.locator('.case-head').getByText('已归档')).toBeVisible()

  await accused.openCase(matter)
  await accused.expectText('没有这件案件，或者您无权查看。')
})
