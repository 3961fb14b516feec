// Laws that hold in every history: edges, bindings, proofs, lanes, and how runs end.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { apply } from '#core/apply.ts'
import { keyState } from '#core/key.ts'
import { hasEdgeOpen, outletInHand, outletsInHand } from '#core/lane.ts'
import { outletKey } from '#core/rack.ts'
import { isRefusal } from '#core/refusal.ts'
import { openRun, outletAt } from '#core/state.ts'
import { rows } from '#core/table.ts'
import { drawn, History } from './model/history.ts'
import { always, each, eachEvent, everything, kinds, lanesOf, runs } from './model/laws.ts'
import type { Mischief } from './model/mischief.ts'
import { by } from './model/site.ts'

describe('an edge', () => {
  it('is alone: one at a time, and nobody else sends anything while it is open', () =>
    always(history =>
      eachEvent(history, (event, before, _step, after) => {
        expect(lanesOf(after).filter(lane => openRun(after) && hasEdgeOpen(lane)).length).toBeLessThanOrEqual(1)
        const open = lanesOf(before).find(lane => openRun(before) && hasEdgeOpen(lane))
        if (event.kind === 'switchSent' && open) expect(event.lane).toBe(open.name)
      }),
    ))

  it('begins in a rack that has been quiet for three beats', () =>
    always(history =>
      each(history, 'switchSent', (event, before, { now }) => {
        const run = openRun(before)
        const lane = event.lane === null ? undefined : run?.lanes[event.lane]
        if (!run || lane?.step.at !== 'cutting') return
        expect(now - run.lastSwitchAt).toBeGreaterThanOrEqual(3 * run.numbers.beatMs)
      }),
    ))
})

describe('a binding', () => {
  it('is proved only by a proof and a cut of ours that stopped its heart, or the load that rose with it alone', () =>
    always(history => {
      const cuts = new Set<string>()
      eachEvent(history, (event, before) => {
        if (event.kind === 'switchSent' && event.to === 'off') cuts.add(outletKey(event))
        if (event.kind !== 'bound') return
        const edge = event.evidence.find(one => one.kind === 'edgeOff')
        const load = event.evidence.find(one => one.kind === 'meterEdge')
        const { confirm } = openRun(before) ?? {}
        const place = { cut: 'edgeOff', meter: 'meterEdge', none: 'edgeOn' }[confirm ?? 'cut']
        expect(event.evidence.map(one => one.kind)).toEqual(['proof', place])
        expect(event.grade).toBe(confirm === 'none' ? 'established' : 'proved')
        if (confirm === 'none') return
        expect(cuts).toContain(outletKey(event))
        if (load) {
          expect(load.toWatts - load.fromWatts).toBeGreaterThanOrEqual(10)
          return expect(load.toWatts - load.fellToWatts).toBeGreaterThanOrEqual(10)
        }
        expect(edge?.silentMs).toBeGreaterThanOrEqual(15_000)
        expect(before.sessions && rows(before.sessions).map(one => one.sid)).toContain(edge?.sid)
      })
    }))

  it('is made only where there was none, on an outlet that is verified off, for a machine that has none, or whose other cord is dark', () =>
    always(history =>
      each(history, 'bound', (event, before) => {
        expect(outletAt(before, event)?.binding).toBeNull()
        if (event.grade === 'proved') expect(outletAt(before, event)).toMatchObject({ state: 'off' })
        const others = rows(before.machines).find(one => one.uuid === event.machine)?.outlets ?? []
        // A second cord is proved only while the first is one of ours and off, on another feed.
        expect(others.map(ref => [outletAt(before, ref)?.state, ref.pdu !== event.pdu])).toEqual(
          others.length === 0 ? [] : [['off', true]],
        )
      }),
    ))

  it('is the truth, as long as reports are true and hands keep still while a heart is listened for', () => {
    const truthful = kinds.filter(kind => !kind.lies)
    const withoutCut: Mischief = { ...everything, people: false, lies: false, confirm: 'none', lanes: 1 }
    let made = 0
    always(
      history =>
        each(history, 'bound', () => {
          made += 1
        }),
      truthful,
    )
    expect(made).toBeGreaterThan(50)
    for (const mischief of [...truthful, withoutCut])
      fc.assert(
        fc.property(drawn(160), draw => {
          const history = new History(draw, mischief)
          for (const [kind, a, b] of draw.moves) {
            const from = history.steps.length
            history.play([[kind, a, b]])
            for (const { outcome } of history.steps.slice(from))
              for (const event of isRefusal(outcome) ? [] : outcome) {
                if (event.kind !== 'bound') continue
                const body = history.world.bodies.find(one => one.uuid === event.machine)
                expect(body?.cords).toContain(outletKey(event))
              }
          }
        }),
        { numRuns: runs, interruptAfterTimeLimit: 15_000 },
      )
  })
})

describe('a proof', () => {
  it('that is rejected changes no lane', () =>
    always(history => {
      for (const { input, outcome, before } of history.steps)
        if (input.kind === 'proofGiven' && !isRefusal(outcome)) {
          const [first] = outcome
          if (first?.kind !== 'proofRejected') continue
          const after = apply(before, first)
          expect(after).toEqual({ ...before, head: before.head + 1 })
        }
    }))

  it('by a key that is expired, revoked or still in stock opens no session', () =>
    always(history => {
      for (const { input, outcome, before, now } of history.steps)
        if (input.kind === 'proofGiven' && !isRefusal(outcome)) {
          const key = before.keys[input.kid]
          if (key && ['issued', 'seen'].includes(keyState(key, now))) continue
          expect(outcome[0]?.kind).toBe('proofRejected')
          expect(outcome.some(({ kind }) => kind === 'proofAccepted' || kind === 'machineReturned')).toBe(false)
        }
    }))

  it('of a second machine waits until the session of the first has ended', () =>
    always(history =>
      eachEvent(history, (event, _before, _step, after) => {
        if (event.kind !== 'proofAccepted') return
        const open = rows(after.sessions).filter(one => one.kid === event.kid && one.endedAt === null)
        expect(open.map(one => one.machine)).toEqual([event.machine.uuid])
      }),
    ))
})

describe('a run', () => {
  it('that has finished says of every outlet to whom it is bound, or why not', () =>
    always(
      history => {
        if (history.state.run?.phase === 'stopped') history.tell({ kind: 'resumeRun', present: true, by })
        if (openRun(history.state)?.paused) history.tell({ kind: 'unpauseRun', by })
        history.finish(800)
        each(history, 'runEnded', ({ how }, before) => {
          const { run } = before
          if (!run || how !== 'finished') return
          const silent = run.scope.filter(ref => {
            const outlet = outletAt(before, ref)
            return outlet && outlet.binding === null && outlet.claim === null && outlet.left?.run !== run.id
          })
          expect(silent).toEqual([])
        })
      },
      kinds,
      60,
    ))
})

describe('a lane', () => {
  it('is free, or has one outlet in hand, or is closed; no two have the same', () =>
    always(history => {
      for (const { after } of history.steps) {
        const inHand = lanesOf(after).flatMap(lane => {
          const ref = outletInHand(lane)
          expect(ref === null).toBe(lane.step.at === 'free' || lane.step.at === 'closed')
          return outletsInHand(lane).map(outletKey)
        })
        expect(new Set(inHand).size).toBe(inHand.length)
        if (openRun(after)?.phase === 'working' && !openRun(after)?.paused)
          expect(lanesOf(after).filter(lane => lane.step.at === 'free')).toEqual([])
      }
    }))

  it('comes to its end in a world that does what it is told, from wherever it stood', () =>
    always(
      history => {
        history.tell({ kind: 'policyRead', limits: {}, files: [] })
        const { state } = history
        if (state.run?.phase === 'stopped') history.tell({ kind: 'resumeRun', present: true, by })
        if (openRun(history.state)?.paused) history.tell({ kind: 'unpauseRun', by })
        expect(history.finish(800)).toBe(true)
      },
      kinds,
      60,
    ))
})
