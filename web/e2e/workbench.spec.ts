import { expect, password, test } from './people'

test('nobody is shown anything before signing in; a wrong password is told, the right one leads to the page asked for', async ({ page }) => {
  await page.goto('/cases')
  await page.getByLabel('用户名').fill('logistics.agent')
  await page.getByLabel('密码', { exact: true }).fill('not the password')
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await expect(page.getByText('用户名或密码不对')).toBeVisible()
  await expect(page.getByRole('heading', { name: '台账' })).toHaveCount(0)
  await page.getByLabel('密码', { exact: true }).fill(password)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await expect(page.getByRole('heading', { name: '台账' })).toBeVisible()
})

test('a task is in the inbox of those who may take it, and gone from it when another has claimed it', async ({ people }) => {
  const agent = await people.signIn('logistics.agent')
  await agent.page.goto('/')
  await expect(agent.page.getByRole('heading', { name: '待办箱' })).toBeVisible()
  await agent.files({ policy: 'logistics', source: 'external', channel: 'hotline', category: 'damage.wet', subject: '货物受潮一箱' })
  const row = agent.page.getByRole('row').filter({ hasText: '货物受潮一箱' })
  await expect(row.getByText('确定责任单位')).toBeVisible() // live, without a reload
  await row.getByRole('button', { name: '领取' }).click()
  await expect(row.getByText('客服甲')).toBeVisible()
})
