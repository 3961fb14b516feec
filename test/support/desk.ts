// What desktop tests need beside the window: folders, the command line, and a look into the journal.
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Page } from 'playwright'
import type { Event } from '#core/event.ts'
import type { State } from '#core/state.ts'
import { systemClock } from '#main/engine/system-clock.ts'
import { openForReading } from '#main/site/store.ts'

const root = join(import.meta.dirname, '..', '..')

export const freshDir = (): Promise<string> => mkdtemp(join(tmpdir(), 'racklight-desk-'))
export const remove = (dir: string): Promise<void> => rm(dir, { recursive: true, force: true, maxRetries: 5 })

const startCli = (args: readonly string[]): ChildProcess =>
  spawn(process.execPath, [join(root, 'build', 'cli.mjs'), ...args], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })

export interface CliEnd {
  readonly status: number | null
  readonly out: string
  readonly err: string
}

/** Runs one verb to its end. */
export const cli = (...args: string[]): Promise<CliEnd> =>
  new Promise((resolve, reject) => {
    const child = startCli(args)
    let [out, err] = ['', '']
    child.stdout?.on('data', chunk => (out += chunk))
    child.stderr?.on('data', chunk => (err += chunk))
    child.on('error', reject)
    child.on('close', status => resolve({ status, out, err }))
  })

/** A practice rack as a process of its own, with a technician; ready when this returns. */
export const openRackProcess = async (dir: string, ...args: string[]): Promise<{ close(): Promise<void> }> => {
  const child = startCli(['practice', '--data', dir, '--technician', '--json', ...args])
  const ended = new Promise<void>(resolve => child.on('close', () => resolve()))
  let complaints = ''
  child.stderr?.on('data', chunk => (complaints += chunk))
  if (!child.stdout) throw new Error('the practice rack has no output')
  const lines = createInterface({ input: child.stdout })
  await new Promise<void>((resolve, reject) => {
    lines.once('line', () => resolve())
    child.on('close', () => reject(new Error(`the practice rack ended: ${complaints}`)))
  })
  return {
    close: () => {
      child.kill('SIGTERM')
      return ended
    },
  }
}

export interface Folder {
  readonly state: State
  readonly events: readonly Event[]
}

/** What a data folder holds at this moment, read beside whoever uses it. */
export const readFolder = async (dir: string): Promise<Folder> => {
  const opened = await openForReading(dir, systemClock)
  if (!opened.ok) throw new Error(opened.fault.detail)
  const { state, journal, close } = opened.value
  const rows = journal ? await journal.read(1, state.head) : { ok: true as const, value: [] }
  close()
  if (!rows.ok) throw new Error(rows.fault.detail)
  return { state, events: rows.value.map(({ event }) => event) }
}

export const outletsOf = (state: State) =>
  Object.values(state.pdus).flatMap(pdu => Object.values(pdu.outlets).map(outlet => ({ pdu, outlet })))

/** Longer than the 700 ms for which stray keys sleep when a new question appears. */
export const think = (window: Page): Promise<void> => window.waitForTimeout(800)
