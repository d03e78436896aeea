import { defineConfig } from '@playwright/test'

// DUBAN_URL names a program that is running already; without it one is started, at DUBAN_TEST_PORT if that is given.
const running = process.env.DUBAN_URL
// Of the program under test; one above it is its Temporal server's.
const port = Number(process.env.DUBAN_TEST_PORT ?? 18_080)

/** People work in the system's Chromium on the real program, in rehearsal, with the demonstration organisation. */
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'e2e/results/tests',
  workers: 2,
  retries: process.env.CI ? 1 : 0, // reported as flaky; each test files cases of its own
  timeout: 240_000,
  expect: { timeout: 30_000 },
  reporter: [['list']],
  use: {
    baseURL: running ?? `http://127.0.0.1:${port}`,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    contextOptions: { reducedMotion: 'reduce' }, // what closes is gone at once
    launchOptions: {
      executablePath: process.env.DUBAN_TEST_BROWSER ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu'],
    },
    screenshot: 'only-on-failure',
    trace: 'on-first-retry', // tracing every step takes as long as the steps
  },
  webServer: running
    ? undefined
    : {
        command: [
          'rm -rf e2e/results/data && mkdir -p e2e/results &&',
          `exec ../bin/standalone --data e2e/results/data --http 127.0.0.1:${port} --temporal 127.0.0.1:${port + 1}`,
          '--demo --rehearsal > e2e/results/program.log 2>&1',
        ].join(' '),
        env: { DUBAN_DEMO_PASSWORD: 'rehearsal only, of no worth' },
        url: `http://127.0.0.1:${port}/readyz`,
        timeout: 90_000,
        gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
      },
})
