// One data folder, one living engine, three writers at once: one history, and its chain whole.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { buildCli, cli, startCli } from '../support/cli.ts'
import { startPractice, type Practice } from '../support/practice.ts'
import type { EventLine } from '../support/run-lines.ts'

let practice: Practice
beforeAll(buildCli)
afterEach(() => practice.close())

const rounds = 4
const writers = ['Ada', 'Grace', 'Hedy']

/** Each writer says his own words about his own outlet, one process after another. */
const write = async (name: string, outlet: string): Promise<void> => {
  for (let round = 1; round <= rounds; round++) {
    const ran = await cli([
      ...['protect', 'pdu-a', outlet, '--why', `${name} ${round}`, '--by', name],
      ...['--json', '--data', practice.dir],
    ])
    expect({ status: ran.status, stderr: ran.stderr }).toEqual({ status: 0, stderr: '' })
  }
}

const expectWhole = async (): Promise<void> => {
  const events = (await cli(['journal', '--json', '--data', practice.dir])).lines<EventLine & { why: string }>()
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, at) => at + 1))
  for (const name of writers) {
    const said = events.flatMap(event =>
      event.kind === 'outletProtected' && event.why.startsWith(name) ? [event.why] : [],
    )
    expect(said).toEqual(Array.from({ length: rounds }, (_, i) => `${name} ${i + 1}`))
  }
  const verified = await cli(['journal', 'verify', '--json', '--data', practice.dir])
  expect(verified.json()).toMatchObject({ whole: true, rows: events.length, findings: [] })
}

describe('three writers at once', () => {
  it('beside a living engine leave one history', async () => {
    practice = await startPractice('--outlets', '6', '--seed', '2', '--technician')
    const run = startCli(['run', 'start', '--pdu', 'pdu-a:1-3', '--present', '--yes', '--json', '--data', practice.dir])
    await run.line(line => line.includes('"kind":"runArmed"'))
    const engine = JSON.parse(await readFile(join(practice.dir, 'engine.json'), 'utf8')) as { pid: number }
    expect(engine.pid).toBe(run.process.pid)
    await Promise.all(writers.map((name, at) => write(name, String(at + 4))))
    run.kill('SIGINT')
    expect((await run.ended).status).toBe(4)
    await expectWhole()
  })

  it('without an engine take turns at being it', async () => {
    practice = await startPractice('--outlets', '6', '--seed', '2')
    await Promise.all(writers.map((name, at) => write(name, String(at + 1))))
    await expectWhole()
  })
})
