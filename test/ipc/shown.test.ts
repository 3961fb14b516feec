// Real folders, locks, sockets and SQLite: the engine as its own window shows it, and as a second window does.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { apply } from '#core/apply.ts'
import type { State } from '#core/state.ts'
import { Bulletin } from '#ipc/contract.ts'
import type { Shown } from '#main/desk/shown.ts'
import { systemClock as clock } from '#main/engine/system-clock.ts'
import { openWindowSite, type WindowSiteNeeds } from '#main/site/window-site.ts'

const needs: WindowSiteNeeds = {
  clock,
  version: '1.2.3',
  startWriter: () => {
    throw new Error('no drive is written here')
  },
  openKeychain: () => Promise.resolve(null),
  onBug: error => {
    throw error
  },
}

let dir: string
let open: Shown[]
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'racklight-shown-'))
  open = []
})
afterEach(async () => {
  for (const shown of open.reverse()) await shown.close()
  await rm(dir, { recursive: true, force: true })
})

const show = async (onGone: (why: string) => void = () => {}): Promise<Shown> => {
  const opened = await openWindowSite(needs, dir, onGone)
  if (!opened.ok) throw new Error(opened.fault.detail)
  open.push(opened.value)
  return opened.value
}

/** Folds what a window is told, as the page does. */
const mirror = (shown: Shown) => {
  const heard = { state: shown.snapshot().state, gaps: 0, until: (_head: number) => Promise.resolve() }
  const waiting: { head: number; done(): void }[] = []
  shown.listen(told => {
    const bulletin = Bulletin.parse(told)
    if (bulletin.kind !== 'events') return
    if (bulletin.from !== heard.state.head) heard.gaps++
    heard.state = bulletin.events.reduce<State>((state, { event }) => apply(state, event), heard.state)
    waiting.filter(({ head }) => head <= heard.state.head).forEach(({ done }) => done())
  })
  heard.until = head =>
    heard.state.head >= head ? Promise.resolve() : new Promise(done => waiting.push({ head, done: () => done() }))
  return heard
}

const makeKey = (shown: Shown, lane: string) => shown.call('makeKey', { for: { lane }, folder: null })

describe('the engine of a data folder in windows', () => {
  it('shows one window everything in order, without a gap', async () => {
    const here = await show()
    expect(here.engineHere).toBe(true)
    expect(here.snapshot().app).toMatchObject({ version: '1.2.3', practice: false, dataDir: dir, vault: 'file' })
    const heard = mirror(here)
    for (const lane of ['1', '2', '3'])
      expect(await makeKey(here, lane)).toMatchObject({ ok: true, value: { ok: true } })
    expect(heard.state).toEqual(here.snapshot().state)
    expect(heard.gaps).toBe(0)
    expect(Object.keys(heard.state.keys)).toHaveLength(3)
  })

  it('shows a second window the same, and lets it ask', async () => {
    const here = await show()
    await makeKey(here, '1')
    const afar = await show()
    expect(afar.engineHere).toBe(false)
    expect(afar.snapshot().state).toEqual(here.snapshot().state)
    const heard = mirror(afar)
    expect(await makeKey(afar, '2')).toMatchObject({ ok: true, value: { ok: true } })
    await heard.until(here.snapshot().state.head)
    expect(heard.state).toEqual(here.snapshot().state)
    expect(heard.gaps).toBe(0)
  })

  it('tells the second window when the engine has ended, and lets it become the engine', async () => {
    const here = await show()
    const gone = new Promise<string>(resolve => void show(resolve).then(() => here.close()))
    expect(await gone).not.toBe('')
    open = open.filter(shown => shown !== here)
    const next = await show()
    expect(next.engineHere).toBe(true)
  })

  it('writes down who this process is, whatever the asker says', async () => {
    const here = await show()
    await makeKey(here, '1')
    const kid = Object.keys(here.snapshot().state.keys)[0]
    await here.call('command', { kind: 'revokeKey', kid, by: { person: 'Somebody else', host: 'elsewhere' } })
    const rows = await here.call('journal', { before: null, limit: 1 })
    const { person, host } = here.snapshot().app
    expect(rows).toMatchObject({ ok: true, value: [{ event: { kind: 'keyRevoked', by: { person, host } } }] })
  })
})
