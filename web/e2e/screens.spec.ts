// Every page in both languages and both widths: no serious finding of axe, nothing wider than the screen, and a picture
// in e2e/screens to look at.

import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Person } from './people'

const widths = [{ width: 1280, height: 900 }, { width: 390, height: 844 }]

async function examine(person: Person, name: string): Promise<void> {
  const { page } = person
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
  await expect(page.getByRole('status', { name: /正在载入|Loading/ })).toHaveCount(0)
  await page.screenshot({ path: `e2e/screens/${name}.png`, fullPage: true })
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect.soft(wide, `${name} is wider than its screen`).toBe(0)
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).analyze()
  const serious = violations.filter((v) => v.impact === 'serious' || v.impact === 'critical')
  expect.soft(serious.map((v) => `${name}: ${v.id}: ${v.nodes.map((n) => n.html).join(' | ')}`)).toEqual([])
}

for (const language of ['zh', 'en'] as const) {
  for (const viewport of widths) {
    test(`pages of the staff, ${language}, ${viewport.width} px`, async ({ people }) => {
      test.setTimeout(300_000)
      const gm = await people.signIn('dealer.gm', { viewport })
      const manager = await people.signIn('dealer.cr_manager')
      const service = await people.signIn('dealer.service_manager')
      await gm.page.addInitScript((chosen) => localStorage.setItem('duban.language', chosen), language)
      const matter = await manager.files({
        policy: 'dealer', channel: 'phone', source: 'after_sales', category: 'repair', subject: '保养后发动机异响，返修三次仍未解决', data: { plate: '京A12345' },
      })
      await manager.acts(matter, 'judged', { first_look: '保养后异响', category: 'repair', severity: 'general' })
      await manager.acts(matter, 'judged', { grounds_sufficient: true, demand_reasonable: true })
      await manager.acts(matter, 'allotted', { handler: await manager.finds('服务经理甲') })
      const unit = await service.unit()
      await service.acts(matter, 'proposed', { cause: '漏装垫片，未复检', responsible_unit: unit, solution: '免费返修，当面道歉，赠送一次保养' })
      const at = (name: string) => `${name}-${language}-${viewport.width}`

      await gm.page.goto('/inbox')
      await examine(gm, at('inbox'))
      await gm.page.goto('/cases')
      await examine(gm, at('register'))
      await gm.opens(matter)
      await examine(gm, at('case'))
      await gm.task().getByRole('button', { name: '退回重拟' }).click()
      await expect(gm.page.locator('.command-form textarea').first()).toBeVisible()
      await gm.page.getByRole('button', { name: language === 'zh' ? '画成流程图' : 'Draw it' }).click()
      await expect(gm.page.locator('.flow-now')).toBeVisible()
      await examine(gm, at('approval'))
      await gm.page.goto('/nowhere')
      await examine(gm, at('nowhere'))
    })
  }
}
