import type { Page } from '@playwright/test'
import { expectAccessible } from './accessible'
import { expect, test } from './people'
import { takeScreenshots } from './shots'

/** expectWholePage wants nothing to stick out of the page sideways. */
async function expectWholePage(page: Page): Promise<void> {
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
  ).toBeLessThanOrEqual(0)
}

test('a regulation is read by clause, what serves each, procedure, deadlines, authority, proofs and versions', async ({
  people,
}) => {
  const { page } = await people.signIn('logistics.agent')
  await page.goto('/')
  await page.getByRole('link', { name: '制度', exact: true }).click()
  await page.getByRole('link', { name: '客户服务投诉制度' }).click()
  const clause = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: /4\.1a/ }) })
  await expect(clause.getByText(/自“收到”到“答复客户”/).first()).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('tab', { name: '流程' }).click()
  await page.locator('.react-flow__node').filter({ hasText: '回访' }).first().click()
  await expect(page.getByRole('complementary').getByText('由谁办')).toBeVisible()
  await expectAccessible(page)
  for (const [part, text] of [
    ['期限', '处理期限'],
    ['权限', '岗位'],
    ['证明', '全部成立'],
    ['版本', '只发布过一版'],
  ] as const) {
    await page.getByRole('tab', { name: part }).click()
    await expect(page.getByText(text).first()).toBeVisible()
    await expectAccessible(page)
  }
  await page.setViewportSize({ width: 390, height: 844 })
  await expectWholePage(page)
  await page.goto('/policies/logistics')
  await expect(page.getByRole('heading', { name: /4\.1a/ })).toBeVisible()
  await takeScreenshots(page, 'regulation')
  await page.getByRole('banner').locator('summary').click()
  await page.getByRole('button', { name: 'English' }).click()
  await expect(page.getByText(/ by Customer service/).first()).toBeVisible()
})

test('a scenario is tried step by step, with what each step sets off and the step the matter is at', async ({
  people,
}) => {
  const { page } = await people.signIn('logistics.agent')
  const response = await page.request.get('/api/v1/policies/logistics/scenarios')
  const { items } = (await response.json()) as { items: { number: number; name: string }[] }
  const wet = items.find(({ name }) => name.startsWith('电话投诉外包装潮湿'))
  await page.goto(`/policies/logistics?part=try&scenario=${wet?.number}`)
  const place = page.getByText(/第 1 步，共 \d+ 步/)
  await expect(place).toBeVisible()
  const all = Number(/共 (\d+) 步/.exec(await place.innerText())![1])
  expect(all).toBeGreaterThan(4)
  await expect(page.getByRole('complementary').getByText(/收到投诉/)).toBeVisible()
  for (let n = 2; n <= all; n += 1) {
    await page.getByRole('button', { name: '下一步' }).click()
    await expect(page.getByText(`第 ${n} 步，共 ${all} 步`)).toBeVisible()
  }
  await expect(page.getByRole('complementary').getByText(/此刻：已归档/)).toBeVisible()
  await expect(page.getByRole('button', { name: '下一步' })).toBeDisabled()
  await expectAccessible(page)
})

test('a regulation that is not there is told as such', async ({ people }) => {
  const { page } = await people.signIn('logistics.agent')
  await page.goto('/policies/nowhere')
  await expect(page.getByText('没有这项制度或这一版')).toBeVisible()
})
