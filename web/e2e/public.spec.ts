import { expectAccessible } from './accessible'
import { expect, test } from './people'
import { takeScreenshots } from './shots'

/** photoNamed is a picture of one dot. */
const photoNamed = (name: string) => ({
  name,
  mimeType: 'image/png',
  buffer: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
})

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true }

test.describe('a complainant with a phone', () => {
  test.use(phone)

  test('reads how to complain, files, and follows', async ({ page }) => {
    test.slow() // looks closely at four pages on its way
    await page.goto('/p')
    await expect(page.getByRole('heading', { name: '怎样向演示单位投诉' })).toBeVisible()
    await expect(page.getByRole('link', { name: '010-00000000' })).toHaveAttribute('href', 'tel:01000000000')
    await page.setViewportSize({ width: 320, height: 640 }) // nothing runs out of the narrowest page
    expect(
      await page.evaluate(() =>
        Math.max(...[...document.querySelectorAll('.top > *')].map((e) => e.getBoundingClientRect().right)),
      ),
    ).toBeLessThanOrEqual(320)
    await page.setViewportSize(phone.viewport)
    await expectAccessible(page)
    await takeScreenshots(page, 'public-home')
    await page.getByRole('main').getByRole('link', { name: '提交投诉' }).click()
    await page.getByRole('radio', { name: /寄货、收货和理赔/ }).check()
    await page.getByRole('button', { name: '提交投诉' }).click()
    await expect(page.getByText('处需要填写或改正')).toBeVisible()
    await expect(page.getByLabel('投诉类型')).toBeFocused() // the first that is missing
    await expectAccessible(page)
    await page.getByLabel('投诉类型').selectOption({ label: '货物潮湿' })
    await page.getByLabel('一句话说明').fill('快递箱进水')
    await page.getByLabel('详细经过').fill('昨天送到时整箱湿透，里面的书不能看了，请赔偿。')
    await page.getByLabel(/保价金额/).fill('1,000')
    await page.reload() // what was typed is still there
    await expect(page.getByLabel('一句话说明')).toHaveValue('快递箱进水')
    await page.getByLabel('您的姓名').fill('赵六')
    await page.getByLabel(/^电话/).fill('13912345678')
    const files = page.getByLabel('照片、扫描件或其他文件')
    await files.setInputFiles([
      photoNamed('现场.png'),
      { name: '网页.html', mimeType: 'text/html', buffer: Buffer.from('<p>') },
      photoNamed('多余.png'),
    ])
    await expect(page.getByText('“网页.html”这种文件不收，没有加入。')).toBeVisible()
    await page.getByRole('button', { name: '移除 多余.png' }).click()
    await expectAccessible(page)
    await takeScreenshots(page, 'public-file')
    await page.getByRole('button', { name: '提交投诉' }).click()
    await expect(page.getByRole('heading', { name: '投诉已收到' })).toBeVisible()
    await expect(page.getByText('文件已全部上传。')).toBeVisible()
    await expectAccessible(page)
    await takeScreenshots(page, 'public-receipt')
    const receipt = (await page.locator('.receipt .code').innerText()).trim()
    expect(receipt.replaceAll('-', '')).toMatch(/^[0-9A-Z]{27}$/)

    await page.goto(`/p/follow#${receipt}`) // as the QR code leads
    await expect(page.getByText('确定责任单位')).toBeVisible()
    expect(page.url()).not.toContain(receipt)
    const handed = page.getByRole('region', { name: '您交的文件' })
    await expect(handed.getByRole('listitem')).toHaveText([/^现场\.png/])
    await page.getByLabel('内容').fill('箱子外面没有破损。')
    await page.getByLabel('照片、扫描件或其他文件').setInputFiles(photoNamed('箱子.png'))
    let tries = 0
    await page.route('**/attachments', (route) => {
      // the network fails once; the file is sent again by itself
      tries += 1
      return tries === 1 ? route.abort('connectionreset') : route.continue()
    })
    await page.getByRole('button', { name: '发送' }).click()
    await expect(page.getByText('箱子外面没有破损。')).toBeVisible()
    await expect(handed.getByRole('listitem')).toHaveText([/^现场\.png/, /^箱子\.png/])
    expect(tries).toBe(2)
    await expectAccessible(page)
    await takeScreenshots(page, 'public-follow')
  })

  test('gets the same receipt when the answer to the first attempt was lost', async ({ page }) => {
    const sent: string[] = []
    await page.goto('/p/file')
    await page.getByRole('radio', { name: /寄货、收货和理赔/ }).check()
    await page.getByLabel('投诉类型').selectOption({ label: '价格' })
    await page.getByLabel('一句话说明').fill('运费多收了')
    await page.getByLabel('详细经过').fill('多收了二十元。')
    await page.getByLabel('您的姓名').fill('孙七')
    await page.route('**/api/v1/public/complaints', async (route) => {
      // it arrives, but its answer does not come back
      const response = await route.fetch()
      sent.push(((await response.json()) as { receipt: string }).receipt)
      if (sent.length < 2) await route.abort('connectionreset')
      else await route.fulfill({ response })
    })
    await page.getByRole('button', { name: '提交投诉' }).click()
    await expect(page.getByRole('heading', { name: '投诉已收到' })).toBeVisible()
    expect(sent).toHaveLength(2)
    expect(sent[0]).toBe(sent[1])
    await expect(page.locator('.receipt .code')).toHaveText(sent[0]!.replace(/(.{4})(?=.)/g, '$1-'))
  })

  test('keeps what was typed while the network is away, and withdraws only after being asked', async ({
    page,
    context,
  }) => {
    await page.goto('/p/file')
    await page.getByRole('radio', { name: /寄货、收货和理赔/ }).check()
    await page.getByLabel('投诉类型').selectOption({ label: '信息' })
    await page.getByLabel('一句话说明').fill('查不到货')
    await page.getByLabel('详细经过').fill('三天没有更新。')
    await page.getByLabel('您的姓名').fill('周八')
    await context.setOffline(true)
    await page.getByRole('button', { name: '提交投诉' }).click()
    await expect(page.getByText('还不知道这次提交是否成功')).toBeVisible({ timeout: 30_000 })
    await expect(page.getByLabel('详细经过')).toHaveValue('三天没有更新。')
    await context.setOffline(false)
    await page.getByRole('button', { name: /原样再发一次/ }).click()
    await expect(page.getByRole('heading', { name: '投诉已收到' })).toBeVisible()

    await page.getByRole('link', { name: '现在查询' }).click()
    await page.getByText('撤诉', { exact: true }).click()
    const withdrawing = page.locator('details').filter({ hasText: '撤诉' })
    await withdrawing.getByLabel('理由').fill('已经找到了。')
    await withdrawing.getByRole('button', { name: '确认撤回' }).click()
    await page.getByRole('button', { name: '取消' }).click()
    await expect(page.getByText('已撤回')).toHaveCount(0)
    await withdrawing.getByRole('button', { name: '确认撤回' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: '确认撤回' }).click()
    await expect(page.getByText('已撤回').first()).toBeVisible()
  })

  test('a wrong receipt is told as such', async ({ page }) => {
    await page.goto('/p/follow')
    await page.getByLabel('回执').fill('0000-0000')
    await page.getByRole('button', { name: '查询', exact: true }).click()
    await expect(page.getByText('没有查到，请核对回执。')).toBeVisible()
  })
})
