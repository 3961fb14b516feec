import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { outletInHand } from '#core/lane.ts'
import { placeOf } from '#core/place.ts'
import { outletKey, type OutletRef } from '#core/rack.ts'
import { lampKinds, lampOf, type LampKind } from '#core/select-lamp.ts'
import { openRun, type State } from '#core/state.ts'
import { drawn, History } from './model/history.ts'
import type { Mischief } from './model/mischief.ts'
import { allOutlets, at, by, maasRead, openRunSite, readySite, type Told } from './model/site.ts'

const everything: Mischief = { people: true, failures: true, lies: true, confirm: 'cut', lanes: 2 }

/** Every state of many histories, with its time. */
const always = (look: (state: State, now: number) => void, mischief = everything): void =>
  fc.assert(
    fc.property(drawn(120), draw => {
      for (const step of new History(draw, mischief).play(draw.moves).steps) look(step.after, step.now)
    }),
    { numRuns: 15 },
  )

const kindOf = (told: Told, ref: OutletRef, watts?: number): LampKind => lampOf(told.state, ref, told.now, watts).kind
const wordOf = (told: Told, ref: OutletRef): string => lampOf(told.state, ref, told.now).word

describe('every lamp of any history', () => {
  it('has a shape, a short word, a tone and a spoken name that begins with its place', () => {
    always((state, now) => {
      for (const ref of allOutlets) {
        const pdu = state.pdus[ref.pdu]
        if (!pdu) continue
        const lamp = lampOf(state, ref, now)
        expect(lampKinds).toContain(lamp.kind)
        expect(lamp.word).toMatch(/^.{2,18}$/)
        expect(lamp.spoken.startsWith(`${placeOf(pdu, ref.outlet)}, `)).toBe(true)
        expect(lamp.spoken).not.toMatch(/undefined|NaN|null/)
        if (lamp.fraction !== undefined) expect(lamp.fraction >= 0 && lamp.fraction <= 1).toBe(true)
      }
    })
  })

  it('asks for a hand at no more outlets than lanes wait for one, and only while a run goes on', () => {
    always((state, now) => {
      const asking = allOutlets.filter(ref => state.pdus[ref.pdu] && lampOf(state, ref, now).kind === 'now')
      const waiting = Object.values(openRun(state)?.lanes ?? {}).filter(lane => lane.step.at === 'awaiting')
      const inHand = new Set(waiting.map(lane => outletInHand(lane)).map(ref => (ref ? outletKey(ref) : '')))
      expect(asking.every(ref => inHand.has(outletKey(ref)))).toBe(true)
      if (openRun(state)?.paused) expect(asking).toEqual([])
    })
  })

  it('never shows a bound outlet as free, nor an unread one as on or off', () => {
    always((state, now) => {
      const all = Object.values(state.pdus).flatMap(pdu => Object.values(pdu.outlets).map(outlet => ({ pdu, outlet })))
      const wrong = all.filter(({ pdu, outlet }) => {
        const { kind } = lampOf(state, { pdu: pdu.id, outlet: outlet.facts.id }, now)
        const free = ['off', 'on', 'locked'].includes(kind)
        const sure = free || kind === 'bound' || kind === 'boundOff'
        return (outlet.binding && free) || (outlet.state === 'unknown' && sure)
      })
      expect(wrong).toEqual([])
    })
  })
})

describe('a lamp', () => {
  it('is off, locked with its watts, or taken before any run', () => {
    const told = readySite()
    expect(kindOf(told, at('A', 1))).toBe('off')
    told.must({ kind: 'pduRead', pdu: 'PDU-A', readings: [{ outlet: '1', state: 'on', watts: 84, amps: null }] })
    expect([kindOf(told, at('A', 1)), wordOf(told, at('A', 1))]).toEqual(['locked', '84 W, locked'])
    told.after(1_000)
    told.must(maasRead(told.now, [at('A', 2)]))
    expect([kindOf(told, at('A', 2)), wordOf(told, at('A', 2))]).toEqual(['taken', 'taken'])
  })

  it('shows what a person said: never touch, tagged out, stays on, unlocked', () => {
    const told = readySite()
    told.must({ kind: 'protect', pdu: 'PDU-A', outlets: ['1'], why: 'switch', by })
    told.must({ kind: 'tagOut', pdu: 'PDU-A', outlets: ['2'], why: 'cord', by })
    told.must({ kind: 'answerKeepOn', pdu: 'PDU-B', outlets: ['1'], by })
    told.must({ kind: 'pduRead', pdu: 'PDU-B', readings: [{ outlet: '2', state: 'on', watts: null, amps: null }] })
    told.must({ kind: 'unlock', pdu: 'PDU-B', outlet: '2', by })
    expect([at('A', 1), at('A', 2), at('B', 1), at('B', 2)].map(ref => kindOf(told, ref))).toEqual([
      'never',
      'taggedOut',
      'keptOn',
      'unlocked',
    ])
  })

  it('of a silent PDU is unknown, whatever it was', () => {
    const told = readySite()
    const fault = { kind: 'timeout', where: 'a', detail: 'no answer' } as const
    told.must({ kind: 'pduFailed', pdu: 'PDU-A', fault })
    for (const ref of allOutlets.filter(one => one.pdu === 'PDU-A')) expect(kindOf(told, ref)).toBe('unknown')
    expect(kindOf(told, at('B', 1))).toBe('off')
  })

  it('asks for the cord, then waits once a load is seen, then asks for a look', () => {
    const told = openRunSite()
    told.switch('on', at('A', 1))
    expect(kindOf(told, at('A', 1))).toBe('now')
    expect(kindOf(told, at('A', 1), 148)).toBe('wait')
    const { giveUpMs, questionMs } = told.state.run?.numbers ?? { giveUpMs: 0, questionMs: 0 }
    told.after(questionMs + 1_000)
    expect(questionMs).toBeLessThan(giveUpMs)
    told.tell({ kind: 'due', key: 'late' })
    told.tell({ kind: 'due', key: 'later' })
    expect([kindOf(told, at('A', 1)), wordOf(told, at('A', 1))]).toEqual(['person', 'look'])
  })

  it('is bound once the cut has proved it, off while it comes back, on after', () => {
    const told = openRunSite()
    told.hold(1)
    told.cut()
    expect(kindOf(told, at('A', 1))).toBe('waitOff')
    told.silence()
    expect([kindOf(told, at('A', 1)), wordOf(told, at('A', 1))]).toEqual(['boundOff', 'coming back'])
    told.after(5_000).switch('on', at('A', 1))
    expect([kindOf(told, at('A', 1)), wordOf(told, at('A', 1))]).toEqual(['bound', 'bound'])
  })
})
