// 国土资源信访工作制度：自办一件逾期，催办、升级后在手机上批示，送达后复查期满自行归档。

import { expect, test } from './people'

test('自办信访：逾期后催办并升级，局领导在手机上退回再同意，送达后满三十日归档', async ({ people }) => {
  test.setTimeout(600_000)
  const as = async (role: string, options = {}) => people.signIn(`land.${role}`, options)
  const [office, section] = [await as('petition_office'), await as('section_head')]
  const leader = await as('bureau_leader', { viewport: { width: 390, height: 844 } })
  const township = await as('township_office')
  const matter = await office.file({
    policy: 'land',
    kind: 'petition',
    source: 'self',
    channel: 'letter',
    category: 'demand',
    subject: '宅基地界址不清',
    data: { representatives: 3 },
  })
  await office.openCase(matter)
  await office.act('填写群众上访问题处理意见书', { 拟办意见: '由乡镇所核实' })
  await section.openCase(matter)
  await section.act('同意')

  await leader.openCase(matter)
  await expect(leader.taskTitled().getByText('由乡镇所核实')).toBeVisible()
  await leader.act('退回', { 理由: '写明核实的期限' })
  await office.expectText(/局领导甲 于 .* 退回/)
  await expect(office.taskTitled().getByText('写明核实的期限')).toBeVisible()
  const redoing = await office.openForm('填写群众上访问题处理意见书')
  await expect(redoing.getByLabel('拟办意见')).toHaveValue('由乡镇所核实') // what was answered last time is there
  await office.openForm('填写群众上访问题处理意见书') // closed again
  await office.act('填写群众上访问题处理意见书', { 拟办意见: '由乡镇所十日内核实' })
  await section.act('同意')
  await expect(leader.taskTitled().getByText('由乡镇所十日内核实')).toBeVisible() // live: the page was open all the time
  await leader.act('同意')

  // 三十日的期限过去，没有人办：提醒、催办单、升级都记录在案。
  await office.advanceClock('45d')
  await expect(
    office
      .sectionTitled('督办单')
      .getByText(/催办单/)
      .first(),
  ).toBeVisible()
  await office.expectText(/增加.*为承办人/)
  await expect(office.page.locator('.case-head .due-late')).toBeVisible()
  await township.openCase(matter)
  await township.act('办结', { 查明的情况: '界址不清', 处理意见: '重新勘界', 诉求是否成立: '是' })
  await office.act('送达处理意见书', { 送达方式: '书面送达' })
  await office
    .sectionTitled('期限')
    .getByText(/已了结的期限/)
    .click()
  await office.expectText('已办，超期')
  await office.advanceClock('40d') // nobody asks for a review, and its time lapses by itself
  await expect(office.page.locator('.case-head').getByText('已归档')).toBeVisible()
})

test('网上信访：凭回执得知处理意见，在手机上申请复查，由另外的人办理', async ({ page, people }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  const subject = `补偿款少算 ${Date.now()}`
  await page.goto('/p/file')
  await page.getByRole('radio', { name: /土地、房屋和征收/ }).check()
  await page.getByLabel(/类型/).selectOption({ label: '申诉' })
  await page.getByLabel('一句话说明').fill(subject)
  await page.getByLabel('详细经过').fill('丈量少算了一分地。')
  await page.getByLabel('您的姓名').fill('郑十')
  await page.getByRole('button', { name: '提交投诉' }).click()
  await expect(page.getByRole('heading', { name: '投诉已收到' })).toBeVisible()

  const as = async (role: string) => people.signIn(`land.${role}`)
  const [office, section, leader, township] = [
    await as('petition_office'),
    await as('section_head'),
    await as('bureau_leader'),
    await as('township_office'),
  ]
  const id = await office.findCaseId(subject)
  await office.completeTask(id, 'filled', { proposed: '由乡镇所核实' })
  await section.completeTask(id, 'approved', {})
  await leader.completeTask(id, 'approved', {})
  await township.completeTask(id, 'handled', { facts: '丈量无误', decision: '不予增补', upheld: false })
  await office.openCase(id)
  await office.act('送达处理意见书', { 送达方式: '书面送达' })

  await page.getByRole('link', { name: '现在查询' }).click()
  await page.getByText('申请复查', { exact: true }).click()
  const asking = page.locator('details').filter({ hasText: '申请复查' })
  await asking.getByLabel(/申请哪一种/).selectOption({ label: '本级复查' })
  await asking.getByLabel('理由').fill('请当面重新丈量。')
  await asking.getByRole('button', { name: '提交申请' }).click()
  await expect(page.getByText('已收到。').first()).toBeVisible()
  await office.returnToWindow()
  await expect(office.sectionTitled('关联案件').getByRole('link', { name: /本级复查/ })).toBeVisible()
})

test('重复的信访：按标题找到原件并案，两件互相指引', async ({ people }) => {
  const office = await people.signIn('land.petition_office')
  const first = `原件${Date.now()}`
  const petition = {
    policy: 'land',
    kind: 'petition',
    source: 'self',
    channel: 'letter',
    category: 'demand',
    data: { representatives: 1 },
  }
  const [original, duplicate] = [
    await office.file({ ...petition, subject: first }),
    await office.file({ ...petition, subject: '又来一封' }),
  ]
  await office.openCase(duplicate)
  await office.act('并案', { 并入哪一件: first }, null)
  await expect(office.page.locator('.case-head').getByText('已并案')).toBeVisible()
  await expect(office.sectionTitled('关联案件')).toContainText('并入：')
  await office.sectionTitled('关联案件').getByRole('link').click()
  await expect(office.page).toHaveURL(new RegExp(`/cases/${original}$`))
  await expect(office.page.getByRole('heading', { level: 1 })).toHaveText(first)
  await expect(office.sectionTitled('关联案件')).toContainText('重复的一件：') // once the relay has told it
  await office.sectionTitled('关联案件').getByRole('link').click()
  await expect(office.page).toHaveURL(new RegExp(`/cases/${duplicate}$`))
})
