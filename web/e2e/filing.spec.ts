import type { Page } from '@playwright/test'
import { expectAccessible } from './accessible'
import { expect, test } from './people'
import { takeScreenshots } from './shots'

/** labelOfFocused says what the keyboard is at: a field by its label, a button by its words. */
const labelOfFocused = (page: Page) =>
  page.evaluate(() => {
    const at = document.activeElement as HTMLInputElement
    return at.getAttribute('aria-label') ?? at.labels?.[0]?.innerText.trim() ?? at.innerText.trim()
  })

/** pressUntilFocused goes on with a key until it is at one of what is named. */
async function pressUntilFocused(page: Page, key: 'Tab' | 'Shift+Tab' | 'ArrowDown', ...to: string[]): Promise<void> {
  for (let n = 0; n < 40; n += 1) {
    if (to.includes(await labelOfFocused(page))) return
    await page.keyboard.press(key)
  }
  throw new Error(`${key} does not come to ${to.join(', ')}`)
}

test('a complaint by telephone is registered without a mouse, with the caller’s earlier one in sight', async ({
  people,
}) => {
  test.slow() // looks closely at two pages on its way
  const agent = await people.signIn('logistics.agent')
  const phone = `139${String(Date.now()).slice(-8)}`
  await agent.file({
    policy: 'logistics',
    source: 'external',
    channel: 'hotline',
    category: 'damage.wet',
    subject: '上次的运费',
    complainant: { name: '钱七', phone },
  })
  const { page } = agent
  const keys = page.keyboard
  await page.goto('/file')
  await expect(page.getByLabel('电话')).toBeFocused() // one begins where the caller begins
  await keys.type(phone)
  await expect(page.getByText('同一电话')).toBeVisible()
  await expect(page.getByRole('complementary').getByText('上次的运费').first()).toBeVisible()
  await keys.press('Tab')
  await keys.type('钱七')
  await expect(page.getByLabel('姓名')).toHaveValue('钱七')
  await pressUntilFocused(page, 'Tab', '投诉类型')
  await keys.type('货损') // its kinds stand under the type
  await expect(page.locator('.ant-select-item-group').getByText('货损')).toBeVisible()
  await keys.type('·货物潮湿')
  await keys.press('Enter')
  await expect(page.getByTitle('货损·货物潮湿').first()).toBeVisible()
  await expect(page.getByRole('heading', { name: '类型相同的近期投诉' })).toBeVisible()
  await pressUntilFocused(page, 'Tab', '标题')
  await keys.type('三箱货湿了')
  await keys.press('Tab')
  await keys.type('今天上午送到，三箱都湿了。')
  await page.reload() // the draft is there again
  await expect(page.getByLabel('标题')).toHaveValue('三箱货湿了')
  await keys.press('Control+Enter')
  await expect(page.getByText('请填写').first()).toBeVisible() // the source is still open
  await pressUntilFocused(page, 'Shift+Tab', '外部', '内部')
  await pressUntilFocused(page, 'ArrowDown', '外部')
  await keys.press('Space')
  await keys.press('Tab')
  await pressUntilFocused(page, 'ArrowDown', '服务热线')
  await keys.press('Space')
  await expectAccessible(page)
  await takeScreenshots(page, 'file')
  await page.getByLabel('标题').focus() // the pictures have taken the focus away
  await keys.press('Control+Enter')
  await keys.press('Control+Enter') // twice in haste registers once
  await expect(page.getByText(/已立案，编号 \d{8}-\d{4}/)).toBeVisible()
  await expectAccessible(page)
  await takeScreenshots(page, 'filed')
  const answer = await page.request.get('/api/v1/cases', { params: { q: phone } })
  expect(((await answer.json()) as { items: unknown[] }).items).toHaveLength(2)
  await page.getByRole('button', { name: '再登记一件' }).click()
  await expect(page.getByRole('radio', { name: '服务热线' })).toBeChecked() // as the last one came in
})

test('a letter is registered with its scan, and one may register only what is one’s own', async ({ people }) => {
  const admin = await people.signIn('lawfirm.admin')
  const { page } = admin
  await page.goto('/file')
  await expect(page.getByRole('radio', { name: '电话', exact: true })).toHaveCount(0) // reception registers those
  await page.getByRole('radio', { name: '信函' }).check()
  await page.getByRole('radio', { name: '投诉', exact: true }).check()
  await page.getByLabel('姓名').fill('吴九')
  await page.getByLabel('投诉类型').click()
  await page.getByTitle('收费').last().click()
  await page.getByLabel('标题').fill('律师费收多了')
  await page.getByLabel('投诉内容').fill('合同写的是三千元。')
  await page.getByLabel('留存的原件清单').fill('来信一封')
  await page
    .locator('#scans')
    .setInputFiles({ name: '来信.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n%%EOF\n') })
  await page.getByRole('button', { name: '登记', exact: true }).click()
  await expect(page.getByText('已立案，编号')).toBeVisible()
  await expect(page.getByText('已附上')).toBeVisible()
})

test('who registers nothing is told so', async ({ people }) => {
  const ceo = await people.signIn('logistics.ceo_office')
  await ceo.page.goto('/file')
  await expect(ceo.page.getByText('没有您可以登记的制度。')).toBeVisible()
})
