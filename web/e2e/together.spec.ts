// People who share cases: many tasks at once, two at the same task, a page that was left in the middle of a sentence.

import { randomUUID } from 'node:crypto'
import { expect, fillForm, test, type Person } from './people'

const calling = {
  policy: 'logistics',
  source: 'external',
  channel: 'hotline',
  category: 'damage.wet',
  severity: 'general',
}

/** eventTypesOf are the types of a case's events, read from its journal. */
async function eventTypesOf({ page }: Person, id: string): Promise<string[]> {
  const answer = await page.request.get(`/api/v1/cases/${id}/journal`, { params: { limit: 500 } })
  return ((await answer.json()) as { items: { type: string }[] }).items.map((e) => e.type)
}

const countOf = (all: string[], type: string) => all.filter((one) => one === type).length

test('several tasks are claimed at once, and several given to somebody else at once', async ({ people }) => {
  const word = `批量${Date.now()}`
  const [agent, supervisor] = [await people.signIn('logistics.agent'), await people.signIn('logistics.supervisor')]
  const unit = await (await people.signIn('logistics.branch')).unitId()
  const rows = (who: Person, of: string) => who.page.getByRole('row').filter({ hasText: `${word}${of}` })
  const chooses = async (who: Person, of: string) => {
    await who.page.goto('/inbox')
    await expect(rows(who, of)).toHaveCount(2)
    for (const row of await rows(who, of).all()) await row.getByRole('checkbox').check()
  }

  for (const n of [1, 2]) await agent.file({ ...calling, subject: `${word}领取${n}` })
  await chooses(agent, '领取')
  await agent.page.getByRole('button', { name: '领取所选（2）' }).click()
  await agent.expectText('已领取 2 件')
  await expect(rows(agent, '领取').getByText('客服甲')).toHaveCount(2)

  // two that are so late that the supervisor may deal with them too
  for (const n of [1, 2]) {
    const id = await agent.file({ ...calling, subject: `${word}指派${n}`, respondents: [{ kind: 'unit', id: unit }] })
    const moved = await agent.page.request.post(`/api/v1/rehearsal/cases/${id}/advance`, {
      headers: { 'Idempotency-Key': randomUUID() },
      data: { by: '7d' },
    })
    expect(moved.status(), await moved.text()).toBe(200)
  }
  await chooses(supervisor, '指派')
  await supervisor.page.getByRole('button', { name: '指派所选（2）' }).click()
  const dialog = supervisor.page.getByRole('dialog', { name: '指派给' })
  await dialog.getByRole('combobox').pressSequentially('网点乙')
  await supervisor.page.getByTitle(/^网点乙/).click()
  await dialog
    .getByRole('button', { name: '确 定' })
    .or(dialog.getByRole('button', { name: '确定' }))
    .click()
  await supervisor.expectText('已指派 2 件')
  await expect(rows(supervisor, '指派').getByText('网点乙')).toHaveCount(2)
})

test('what was typed survives a reload, and somebody else who was first; an act in haste counts once', async ({
  people,
}) => {
  const [agent, other] = [await people.signIn('logistics.agent'), await people.signIn('logistics.agent2')]
  const unit = await (await people.signIn('logistics.branch')).unitId()
  const id = await agent.file({ ...calling, subject: '两人同办' })
  await agent.openCase(id)
  await agent.taskTitled().getByRole('button', { name: '领取' }).dblclick()
  await expect(agent.taskTitled().getByText('客服甲在办')).toBeVisible()
  expect(countOf(await eventTypesOf(agent, id), 'task_claimed')).toBe(1)
  await agent.taskTitled().getByRole('button', { name: '取消领取' }).click()
  await expect(agent.taskTitled().getByText('待领取')).toBeVisible()

  const written = '箱底有水渍，司机说装车时就湿了。'
  const form = await agent.openForm('确定责任单位')
  await form.getByLabel('办理意见').fill(written)
  await agent.page.reload()
  await expect(form.getByLabel('办理意见')).toHaveValue(written)

  // The page does not hear of it: the network brings what is sent, and no news.
  await agent.page.route('**/page*', (route) => route.abort())
  await other.completeTask(id, 'located', { responsible_unit: unit })
  await fillForm(form, { 责任网点或分拨中心: '演示网点' })
  await form.getByRole('button', { name: '提交：确定责任单位' }).dblclick()
  await agent.expectText('您写的内容还在。')
  await expect(form.getByLabel('办理意见')).toHaveValue(written)
  await agent.page.unroute('**/page*')
  await agent.returnToWindow()
  await expect(agent.page.getByRole('heading', { name: '您刚才写的内容还在这里，可以复制' })).toBeVisible() // the task is gone by now
  await agent.page.reload()
  await agent.expectText(written)
  expect(countOf(await eventTypesOf(agent, id), 'task_completed')).toBe(1)
  await agent.page.getByRole('button', { name: '放弃' }).click()
  await expect(agent.page.getByText(written)).toHaveCount(0)
})

test('a form sent twice in haste is recorded once', async ({ people }) => {
  const agent = await people.signIn('logistics.agent')
  const id = await agent.file({ ...calling, subject: '连点两次' })
  await agent.openCase(id)
  const form = await agent.openForm('备注', null)
  await form.getByLabel('内容').fill('客户又来电催问。')
  await form.getByRole('button', { name: '提交：备注' }).dblclick()
  await agent.expectText('已完成：备注')
  await expect.poll(async () => countOf(await eventTypesOf(agent, id), 'noted')).toBe(1)
})

test('who supervises sees who has read a case', async ({ people }) => {
  const [agent, supervisor] = [await people.signIn('logistics.agent'), await people.signIn('logistics.supervisor')]
  const id = await agent.file({ ...calling, subject: '谁看过' })
  await agent.openCase(id)
  await expect(agent.sectionTitled('查阅记录')).toHaveCount(0)
  await supervisor.openCase(id)
  await supervisor.sectionTitled('查阅记录').getByRole('button', { name: '查看' }).click()
  await expect(supervisor.sectionTitled('查阅记录').getByText('客服甲').first()).toBeVisible()
})
