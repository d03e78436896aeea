import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/** expectAccessible sees that axe finds no serious violation of WCAG 2.2 AA on the page. */
export async function expectAccessible(page: Page): Promise<void> {
  // axe comes with types of its own edition of Playwright
  const { violations } = await new AxeBuilder({ page: page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze()
  const serious = violations.filter((v) => v.impact === 'serious' || v.impact === 'critical')
  expect(serious.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`)).toEqual([])
}
