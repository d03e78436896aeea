import { expect, test } from './people'
import { takeScreenshots } from './shots'

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, locale: 'zh-CN' }

test('a complaint filed on a phone is asked about, looked into, answered, and rated by the complainant', async ({
  browser,
  people,
}) => {
  test.slow() // four people take turns
  const subject = `快递箱进水 ${Date.now()}`
  const page = await (await browser.newContext(phone)).newPage()
  await page.goto('/p/file')
  await page.getByRole('radio', { name: /寄货、收货和理赔/ }).check()
  await page.getByLabel('投诉类型').selectOption({ label: '货物潮湿' })
  await page.getByLabel('一句话说明').fill(subject)
  await page.getByLabel('详细经过').fill('昨天送到时整箱湿透，里面的书不能看了，请赔偿。')
  await page.getByLabel('您的姓名').fill('赵六')
  await page.getByRole('button', { name: '提交投诉' }).click()
  await expect(page.getByRole('heading', { name: '投诉已收到' })).toBeVisible()

  const agent = await people.signIn('logistics.agent')
  await agent.page.goto(`/cases#q=${encodeURIComponent(subject)}`)
  await agent.page
    .getByRole('main')
    .getByRole('link', { name: /^\d{8}-\d{4}$/ })
    .click()
  await expect(agent.page.getByRole('heading', { level: 1 })).toContainText(subject)
  const id = agent.page.url().split('/').pop()!
  await agent.act('确定责任单位', { 责任网点或分拨中心: '演示网点' })
  await agent.act('发消息给投诉人', { 类别: '请补充情况', 内容: '请问箱子外面有没有破损？' }, null)

  await page.getByRole('link', { name: '现在查询' }).click()
  await expect(page.getByText('请问箱子外面有没有破损？')).toBeVisible()
  await page.getByLabel('内容').fill('没有破损，但是全湿了。')
  await page.getByRole('button', { name: '发送' }).click()
  await expect(page.getByText('没有破损，但是全湿了。')).toBeVisible()

  const branch = await people.signIn('logistics.branch')
  await branch.openCase(id)
  await branch.expectText('没有破损，但是全湿了。')
  await branch.act('调查处理', { 调查情况: '装车时雨布没有盖好。', 是否属实: '是', 处理办法: '照价赔偿。' })
  await agent.openCase(id)
  await agent.act('答复客户', { 送达方式: '电话', 告知内容: '经查属实，照价赔偿，向您道歉。' })

  await page.getByRole('button', { name: '刷新' }).click()
  await expect(page.getByText('经查属实，照价赔偿，向您道歉。')).toBeVisible()
  await page.getByRole('radio', { name: '满意', exact: true }).check()
  await page.getByLabel(/^意见/).fill('处理得很快。')
  await takeScreenshots(page, 'public-rate')
  await page.getByRole('button', { name: '提交评价' }).click()
  await expect(page.getByText('已办结')).toBeVisible()
  await agent.openCase(id)
  await agent.expectText('已归档')
  await page.context().close()
})
