// A version of a regulation is checked, compared, rehearsed and published on the administrator's page.

import { readFileSync } from 'node:fs'
import { expectAccessible } from './accessible'
import { expect, test } from './people'

test('a version is looked at before it is published', async ({ people }) => {
  const { page } = await people.signIn('admin')
  await page.goto('/admin?part=versions')
  const file = readFileSync('../policies/lawfirm/policy.yaml', 'utf8').replace(/^version: \d+/m, 'version: 100')
  await page.getByLabel('制度文件（YAML）').fill(file.replace(/^roles:/m, 'rolez:'))
  await page.getByRole('button', { name: '检查', exact: true }).click()
  await expect(page.getByRole('alert').filter({ hasText: '处不对' })).toBeVisible()

  await page.getByLabel('制度文件（YAML）').fill(file)
  await page.getByRole('button', { name: '检查', exact: true }).click()
  await expect(page.getByText('第 100 版站得住')).toBeVisible()
  await page.getByRole('button', { name: '在已有案件上演练' }).click()
  await expect(page.getByText(/^演练 \d+ 件/)).toBeVisible()
  await expectAccessible(page)

  const publish = page.locator('.ant-card').filter({ hasText: '制度文件（YAML）' })
  await publish.getByLabel('理由').fill('年度修订')
  await publish.getByRole('button', { name: '发布一版制度' }).click()
  // in a demonstration nobody has to agree
  const told = page.locator('li').filter({ hasText: '年度修订' }).first()
  await expect(told).toContainText('第 100 版')
  await expect(told).toContainText('已生效')
})
