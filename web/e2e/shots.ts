import { expect, type Page } from '@playwright/test'

const widths = { wide: { width: 1280, height: 900 }, narrow: { width: 390, height: 844 } }

/**
 * takeScreenshots photographs the page as it stands in both languages and both widths, for people to look at, and sees
 * that nothing is wider than the screen; see e2e/results/shots.
 */
export async function takeScreenshots(page: Page, name: string): Promise<void> {
  const before = page.viewportSize()
  for (const language of ['zh', 'en']) {
    for (const [width, size] of Object.entries(widths)) {
      await page.setViewportSize(size)
      await expect
        .poll(() => page.evaluate(() => document.documentElement.scrollWidth), `${name} at ${width}`)
        .toBeLessThanOrEqual(size.width)
      await page.screenshot({
        path: `e2e/results/shots/${name}-${language}-${width}.png`,
        fullPage: true,
        animations: 'disabled',
      })
    }
    const closed = page.getByRole('banner').locator('details:not([open]) > summary')
    if ((await closed.count()) > 0) await closed.click()
    await page.getByRole('button', { name: language === 'zh' ? 'English' : '中文' }).click() // twice: back to the first
    const open = page.getByRole('banner').locator('details[open] > summary')
    if ((await open.count()) > 0) await open.click()
  }
  if (before) await page.setViewportSize(before)
}
