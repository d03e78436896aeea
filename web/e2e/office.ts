// An organisation that is no demonstration: what an administrator asks for waits there for somebody else, or a day.

import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, openSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { demoPassword } from './people'

/** Office is a program of its own, with the people of the demonstration organisation, on a clock of its own. */
export class Office {
  private program: ChildProcess | undefined

  private constructor(
    private readonly folder: string,
    private readonly port: number,
  ) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  /**
   * open makes the organisation, and starts it again as one in earnest. own is a regulation that it published itself,
   * before the program that is started came.
   */
  static async open(name: string, port: number, own: string): Promise<Office> {
    const folder = `e2e/results/${name}`
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    const office = new Office(folder, port)
    office.publish(own)
    await office.start('--demo')
    await office.close()
    await office.start()
    return office
  }

  private publish(file: string): void {
    const duban = (...args: string[]) =>
      execFileSync('../bin/duban', [...args, '--data', `${this.folder}/data`], { stdio: 'pipe' })
    mkdirSync(`${this.folder}/data`)
    const years = '../policies/calendars/cn'
    for (const year of readdirSync(years)) duban('calendar', 'publish', `${years}/${year}`)
    writeFileSync(`${this.folder}/own.yaml`, file)
    duban('policy', 'publish', `${this.folder}/own.yaml`, '--reason', '本单位自定')
  }

  private async start(...more: string[]): Promise<void> {
    const log = openSync(`${this.folder}/program.log`, 'a')
    const at = ['--http', `127.0.0.1:${this.port}`, '--temporal', `127.0.0.1:${this.port + 1}`]
    this.program = spawn('../bin/standalone', ['--data', `${this.folder}/data`, ...at, '--rehearsal', ...more], {
      stdio: ['ignore', log, log],
      env: { ...process.env, DUBAN_DEMO_PASSWORD: demoPassword },
    })
    for (let tries = 0; tries < 450; tries++) {
      const answer = await fetch(`${this.url}/readyz`).catch(() => undefined)
      if (answer?.ok) return
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
    throw new Error(`${this.folder}: not ready, see its program.log`)
  }

  /** close ends the program politely. */
  async close(): Promise<void> {
    const program = this.program
    if (!program || program.exitCode !== null) return
    const ended = new Promise((resolve) => program.once('exit', resolve))
    program.kill('SIGTERM')
    await ended
  }
}
