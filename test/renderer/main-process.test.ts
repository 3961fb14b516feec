import { describe, expect, it } from 'vitest'
import type { Recorded } from '#core/event.ts'
import { fold } from '#core/apply.ts'
import { noGauges, type Bridge, type Bulletin, type Snapshot } from '#ipc/contract.ts'
import { followMain, type MainProcess } from '#renderer/state/main-process.ts'
import type { Rack } from '#renderer/state/rack.ts'
import { emptyState } from '#core/state.ts'
import { VirtualClock } from '#sim/virtual-clock.ts'
import { guided } from './fixtures/scenes.ts'

const app = { version: '0', practice: false, dataDir: '', vault: 'file', person: 'Ada', host: 'cart-1' } as const
const { journal } = guided()

/** A main process with a journal: tells what it is told to tell, and counts how often it was opened. */
class Main {
  seq = 0
  opens = 0
  down = false
  declined = false
  asked: unknown[] = []
  private hear: ((bulletin: unknown) => void)[] = []

  get upTo(): readonly Recorded[] {
    return journal.slice(0, this.seq)
  }

  snapshot(): Snapshot {
    const state = fold(this.upTo.map(one => one.event))
    return { kind: 'snapshot', rev: this.seq, state, gauges: { ...noGauges, at: 5_000_000 }, app }
  }

  readonly bridge: Bridge = {
    call: async (name, ask) => {
      if (this.down) throw new Error('gone')
      if (this.declined) return { ok: false, fault: { kind: 'gone', where: 'engine', detail: 'It has ended.' } }
      this.asked.push([name, ask])
      if (name === 'journal') return [...this.upTo].reverse().slice(0, 100)
      if (name !== 'open') return { ok: true, events: 1 }
      this.opens++
      return this.snapshot()
    },
    listen: hear => {
      this.hear.push(hear)
      return () => {}
    },
  }

  tell(bulletin: Bulletin): void {
    for (const hear of this.hear) hear(structuredClone(bulletin))
  }

  /** The next facts, told unless they are to be lost on the way. */
  go(count: number, lost = false): void {
    const from = this.seq
    this.seq += count
    const events = journal.slice(from, this.seq)
    if (!lost) this.tell({ kind: 'events', from, to: this.seq, events })
  }
}

const follow = (main: Main): { rack: () => Rack; process: MainProcess; clock: VirtualClock } => {
  let rack: Rack = {
    link: 'opening',
    rev: 0,
    state: emptyState,
    gauges: noGauges,
    app: null,
    recent: [],
    now: 0,
    aheadMs: 0,
  }
  const clock = new VirtualClock()
  const mirror = { get: () => rack, set: (change: Partial<Rack>) => void (rack = { ...rack, ...change }) }
  const process = followMain(() => main.bridge, mirror, clock)
  process.start()
  return { rack: () => rack, process, clock }
}

const settle = async (): Promise<void> => {
  for (let i = 0; i < 20; i++) await Promise.resolve()
}

const held = ({ rev, state, recent }: Rack) => ({ rev, state, seqs: recent.map(one => one.seq) })

/** What a true mirror holds: the engine's state, and the newest facts without gaps or doubles. */
const truth = (main: Main, from = 1) => ({
  rev: main.seq,
  state: main.snapshot().state,
  seqs: main.upTo.map(one => one.seq).filter(seq => seq >= from),
})

describe('the mirror', () => {
  it('folds what it hears into the same state as the engine has', async () => {
    const main = new Main()
    main.seq = 12
    const { rack } = follow(main)
    await settle()
    for (const count of [1, 5, 30, 2]) main.go(count)
    expect(held(rack())).toEqual(truth(main))
    expect(main.opens).toBe(1)
  })

  it('opens again when a revision is missing', async () => {
    const main = new Main()
    main.seq = 12
    const { rack } = follow(main)
    await settle()
    main.go(3, true)
    main.go(2)
    await settle()
    expect(held(rack())).toEqual(truth(main))
    expect(main.opens).toBe(2)
  })

  it('loses nothing that is told while it opens, and takes nothing twice', async () => {
    const main = new Main()
    main.seq = 12
    const { rack } = follow(main)
    main.go(4)
    await settle()
    main.tell({ kind: 'events', from: 12, to: 16, events: journal.slice(12, 16) })
    main.go(1)
    await settle()
    expect(held(rack())).toEqual(truth(main))
  })

  it('says so when main does not answer, and tries again every second', async () => {
    const main = new Main()
    main.down = true
    const { rack, clock } = follow(main)
    await settle()
    expect(rack().link).toBe('lost')
    main.down = false
    main.seq = 20
    await clock.advance(1_000)
    await settle()
    expect(rack().link).toBe('open')
    expect(held(rack())).toEqual(truth(main))
  })

  it('takes another site that comes to the front, with its journal', async () => {
    const main = new Main()
    main.seq = 40
    const { rack } = follow(main)
    await settle()
    main.seq = 12
    main.tell(main.snapshot())
    await settle()
    expect(held(rack())).toEqual(truth(main))
  })

  it('goes by the clock of the engine', async () => {
    const { rack, clock } = follow(new Main())
    await settle()
    expect(rack().aheadMs).toBe(5_000_000 - clock.now())
    expect(rack().now).toBe(5_000_000)
  })
})

describe('a call', () => {
  it('that is declined is told as a fault', async () => {
    const main = new Main()
    const { process } = follow(main)
    await settle()
    main.declined = true
    expect(await process.tryCall('chooseFolder', null)).toMatchObject({
      ok: false,
      fault: { detail: 'engine: It has ended.' },
    })
    expect(await process.command({ kind: 'makeSafe' })).toMatchObject({ ok: false, fault: { kind: 'gone' } })
  })

  it('that never comes back as an answer is a fault too, never a throw', async () => {
    const main = new Main()
    const { process } = follow(main)
    await settle()
    main.down = true
    expect(await process.tryCall('getLook', null)).toMatchObject({ ok: false, fault: { detail: 'gone' } })
    expect(await process.command({ kind: 'makeSafe' })).toMatchObject({ ok: false })
  })

  it('names the person who is signed in', async () => {
    const main = new Main()
    const { process } = follow(main)
    await settle()
    await process.command({ kind: 'confirmPresence' })
    expect(main.asked.at(-1)).toEqual(['command', { kind: 'confirmPresence', by: { person: 'Ada', host: 'cart-1' } }])
  })
})
