import type { Page } from '@playwright/test'

/** countClicks counts what is clicked or tapped on the page from now on, whatever pages follow in the same window. */
export async function countClicks(page: Page): Promise<() => number> {
  let clicks = 0
  await page.exposeFunction('clickCounted', () => {
    clicks++
  })
  const listen = () => {
    const counted = (window as unknown as { clickCounted: () => void }).clickCounted
    // a label passes its click on to its field, which is one click of the hand
    document.addEventListener('click', (e) => e.isTrusted && e.detail > 0 && counted(), { capture: true })
  }
  await page.addInitScript(listen)
  await page.evaluate(listen)
  return () => clicks
}
