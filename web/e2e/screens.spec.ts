// The pages people work on all day, examined in both languages and both widths. Pictures to look at: e2e/results/shots.

import { expectAccessible } from './accessible'
import { expect, test, type Person } from './people'
import { takeScreenshots } from './shots'

async function examinePage({ page }: Person, name: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
  await expect(page.getByRole('status', { name: '正在载入…' })).toHaveCount(0)
  await expectAccessible(page)
  await takeScreenshots(page, name)
}

test('inbox, register, a case, an approval with its flow, and what is not there', async ({ people }) => {
  test.setTimeout(300_000) // looks closely at five pages
  const gm = await people.signIn('dealer.gm')
  const manager = await people.signIn('dealer.cr_manager')
  const service = await people.signIn('dealer.service_manager')
  const matter = await manager.file({
    policy: 'dealer',
    channel: 'phone',
    source: 'after_sales',
    category: 'repair',
    subject: '保养后发动机异响，返修三次仍未解决',
    data: { plate: '京A12345' },
  })
  await manager.completeTask(matter, 'judged', { first_look: '保养后异响', category: 'repair', severity: 'general' })
  await manager.completeTask(matter, 'judged', { grounds_sufficient: true, demand_reasonable: true })
  await manager.completeTask(matter, 'allotted', { handler: await manager.findPersonId('服务经理甲') })
  await service.completeTask(matter, 'proposed', {
    cause: '漏装垫片，未复检',
    responsible_unit: await service.unitId(),
    cause_person: await service.findPersonId('服务经理乙'),
    solution: '免费返修，当面道歉，赠送一次保养',
  })

  await gm.page.goto('/inbox')
  await examinePage(gm, 'inbox')
  await gm.page.goto('/cases')
  await examinePage(gm, 'register')
  await gm.openCase(matter)
  await examinePage(gm, 'case')
  await gm.taskTitled().getByRole('button', { name: '退回重拟' }).click()
  await expect(gm.page.locator('.command-form textarea').first()).toBeVisible()
  await gm.page.getByRole('button', { name: '查看流程图' }).click()
  await expect(gm.page.locator('.flow-now')).toBeVisible()
  await expect(gm.page.locator('.flow-taken')).not.toHaveCount(0)
  await examinePage(gm, 'approval')
  await gm.page.goto('/nowhere')
  await examinePage(gm, 'nowhere')
})
