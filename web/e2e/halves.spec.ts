// A gateway whose worker does not answer for a while: what people ask for is kept, shown as such, and done in the end.

import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { expect, test } from './people'

type Halves = { gateway: string; worker: number; password: string }

let program: ChildProcess
let started: Halves | undefined

/** halves are the programs that were started. */
function halves(): Halves {
  if (!started) throw new Error('the halves have not told where they are')
  return started
}

test.beforeAll(async () => {
  test.setTimeout(300_000) // builds and starts four processes
  program = spawn('go', ['run', './prove/halves'], {
    cwd: '../standalone',
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  })
  for await (const line of createInterface({ input: program.stdout! })) {
    started = JSON.parse(line) as Halves
    break
  }
  halves()
})

test.afterAll(async () => {
  if (started) process.kill(started.worker, 'SIGCONT')
  const ended = new Promise((resolve) => program.once('exit', resolve))
  process.kill(-program.pid!, 'SIGINT') // its whole group, because go run gives no signal on
  await ended
})

test.describe.configure({ mode: 'serial' }) // they stop the same worker

const calling = {
  policy: 'logistics',
  source: 'external',
  channel: 'hotline',
  category: 'damage.wet',
  severity: 'general',
}

test('a command is shown as queued, over a reload too, until the worker has done it', async ({ people }) => {
  const agent = await people.signIn('logistics.agent', { baseURL: halves().gateway }, halves().password)
  const id = await agent.file({ ...calling, subject: '排队的操作' })
  await agent.openCase(id)
  process.kill(halves().worker, 'SIGSTOP')
  await agent.taskTitled().getByRole('button', { name: '领取' }).click()
  const queued = agent.page.getByText('已排队：领取')
  await expect(queued).toBeVisible()
  await agent.page.reload()
  await expect(queued).toBeVisible()
  await expect(agent.taskTitled().getByText('待领取')).toBeVisible()
  process.kill(halves().worker, 'SIGCONT')
  await expect(agent.taskTitled().getByText('客服甲在办')).toBeVisible()
  await expect(queued).toHaveCount(0)
})

test('a matter registered meanwhile is kept without a number, and gets it', async ({ people }) => {
  const agent = await people.signIn('logistics.agent', { baseURL: halves().gateway }, halves().password)
  const { page } = agent
  await page.goto('/file')
  await page.getByRole('radio', { name: '外部' }).check()
  await page.getByRole('radio', { name: '服务热线' }).check()
  await page.getByLabel('姓名').fill('冯十一')
  await page.getByLabel('投诉类型').pressSequentially('价格')
  await page.keyboard.press('Enter')
  await page.getByLabel('标题').fill('运费多收')
  await page.getByLabel('投诉内容').fill('多收了三十元。')
  process.kill(halves().worker, 'SIGSTOP')
  await page.getByRole('button', { name: '登记', exact: true }).click()
  await agent.expectText('已收下，但还没有编号')
  process.kill(halves().worker, 'SIGCONT')
  await agent.expectText(/已立案，编号 \d{8}-\d{4}/)
})
