import { expectAccessible } from './accessible'
import { countClicks } from './clicks'
import { expect, test, type Person } from './people'
import { takeScreenshots } from './shots'

/** replyToSlips answers, as one who may, every slip of a case that waits for it. */
async function replyToSlips(person: Person, id: string): Promise<void> {
  const answer = await person.page.request.get(`/api/v1/cases/${id}`)
  const { slips } = (await answer.json()) as { slips: { id: string; state: string }[] }
  for (const slip of slips.filter(({ state }) => state === 'open' || state === 'overdue'))
    await person.sendCommand(id, { command: 'reply_slip', data: { slip: slip.id, text: '已联系收货人，今日送达' } })
}

test('a supervisor sees what is late and with whom, the slips nobody answered, and goes on to the case', async ({
  people,
}) => {
  const agent = await people.signIn('logistics.agent')
  const branch = await people.signIn('logistics.branch')
  const unit = await branch.unitId()
  const id = await agent.file({
    policy: 'logistics',
    source: 'external',
    channel: 'hotline',
    category: 'delay.transit',
    severity: 'general',
    subject: '货物迟到三天',
    respondents: [{ kind: 'unit', id: unit }],
  })
  await agent.file({
    policy: 'logistics',
    source: 'external',
    channel: 'hotline',
    category: 'delay.transit',
    severity: 'general',
    subject: '明天到期',
  })
  const { page } = await people.signIn('logistics.supervisor')
  await page.goto(`/cases/${id}`)
  await page.getByRole('button', { name: '+7 天' }).click()
  await expect(page.getByText('本案时钟已前进 7 天')).toBeVisible({ timeout: 30_000 })
  await page.getByRole('link', { name: '督办', exact: true }).click()
  await expect(page.getByRole('heading', { name: '督办总览' })).toBeVisible()
  const late = page.locator('.ant-card').filter({ has: page.getByRole('heading', { name: '已逾期的案件' }) })
  await expect(late.getByText(/货物迟到三天/)).toBeVisible()
  const slips = page.locator('.ant-card').filter({ has: page.getByRole('heading', { name: '发出未复的督办单' }) })
  await expect(slips.getByText('催办单').first()).toBeVisible()
  await expect(page.locator('canvas').first()).toBeVisible()
  await expectAccessible(page)
  const soon = page.locator('.ant-card').filter({ has: page.getByRole('heading', { name: '即将到期的案件' }) })
  await expect(soon.getByText('明天到期').first()).toBeVisible()
  await takeScreenshots(page, 'overview')
  const byUnit = page.locator('.ant-card').filter({ has: page.getByRole('heading', { name: '各责任单位' }) })
  await byUnit.getByRole('link', { name: '演示网点' }).click() // its cases, as far as one may see them
  await expect(page.getByText('责任单位：演示网点')).toBeVisible()
  await expect(page.getByRole('row').filter({ hasText: '货物迟到三天' })).toBeVisible()
  await page.goBack()
  await replyToSlips(branch, id) // what has been answered may be urged again
  await page.reload()
  const row = late.getByRole('listitem').filter({ hasText: '货物迟到三天' })
  await expect(row.getByRole('button', { name: '催办', exact: true })).toBeVisible()
  const clicks = await countClicks(page)
  await row.getByRole('button', { name: '催办', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: '发出催办单' }).click()
  await expect(page.getByText('已发出 1 件催办')).toBeVisible()
  console.log(`urge what is late: ${clicks()} clicks`)
  expect(clicks()).toBeLessThanOrEqual(2)
  await late.getByRole('listitem').filter({ hasText: '货物迟到三天' }).getByRole('link').click()
  await expect(page).toHaveURL(new RegExp(`/cases/${id}`))
})

test('whoever supervises nothing has no overview', async ({ people }) => {
  const { page } = await people.signIn('logistics.branch')
  await page.goto('/overview')
  await expect(page.getByText('督办总览供主管以上的岗位查看')).toBeVisible()
  await expect(page.getByRole('link', { name: '制度', exact: true })).toBeVisible()
  await expect(page.getByRole('link', { name: '督办', exact: true })).toHaveCount(0)
})
