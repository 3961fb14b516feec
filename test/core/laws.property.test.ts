// Laws that hold in every history, whatever people, machines, networks and broken performers do.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { apply, fold } from '#core/apply.ts'
import { decide } from '#core/decide.ts'
import { Event, type EventOf } from '#core/event.ts'
import { keyState } from '#core/key.ts'
import { hasEdgeOpen, outletInHand, outletsInHand } from '#core/lane.ts'
import { plan } from '#core/plan.ts'
import { outletKey, type OutletRef } from '#core/rack.ts'
import { isRefusal } from '#core/refusal.ts'
import { againstSwitch, mayReturn } from '#core/safety.ts'
import { emptyState, openRun, outletAt, type State } from '#core/state.ts'
import { rows } from '#core/table.ts'
import { History, drawn, type Mischief, type Step } from './model/history.ts'
import { by } from './model/site.ts'

const everything: Mischief = { people: true, failures: true, lies: true, confirm: 'cut', lanes: 2 }
const kinds: readonly Mischief[] = [
  everything,
  { ...everything, lies: false },
  { ...everything, confirm: 'none', lanes: 1 },
  { people: false, failures: true, lies: false, confirm: 'cut', lanes: 2 },
  { people: false, failures: false, lies: false, confirm: 'cut', lanes: 2 },
]
/** More of them where somebody has the time. */
const runs = Number(process.env['RACKLIGHT_LAW_RUNS'] ?? 40)

/** Plays many histories of every kind and looks at each. */
const always = (look: (history: History) => void, wanted: readonly Mischief[] = kinds, moves = 160): void => {
  for (const mischief of wanted)
    fc.assert(
      fc.property(drawn(moves), draw => {
        look(new History(draw, mischief).play(draw.moves))
      }),
      { numRuns: runs, interruptAfterTimeLimit: 15_000 },
    )
}

/** Every fact with the state right before and after it. */
const eachEvent = (history: History, look: (event: Event, before: State, step: Step, after: State) => void): void => {
  for (const step of history.steps) {
    if (isRefusal(step.outcome)) continue
    let state = step.before
    for (const event of step.outcome) {
      const next = apply(state, event)
      look(event, state, step, next)
      state = next
    }
  }
}
const each = <K extends Event['kind']>(
  history: History,
  kind: K,
  look: (event: EventOf<K>, before: State, step: Step) => void,
): void =>
  eachEvent(history, (event, before, step) => {
    if (event.kind === kind) look(event as EventOf<K>, before, step)
  })

const switches = (state: State) => plan(state).filter(effect => effect.kind === 'switchOutlet')
const lanesOf = (state: State) => Object.values(state.run?.lanes ?? {})
const isRescued = (state: State, ref: OutletRef): boolean =>
  state.rescue.some(other => outletKey(other) === outletKey(ref))

describe('facts', () => {
  it('survive schema and JSON unchanged', () =>
    always(history => {
      for (const event of history.events) expect(Event.parse(JSON.parse(JSON.stringify(event)))).toEqual(event)
    }))

  it('fold again to the same state and the same plan, also after every prefix', () =>
    always(history => {
      const again = fold([...history.seed, ...history.events])
      expect(again).toEqual(history.state)
      expect(plan(again)).toEqual(plan(history.state))
      const half = history.steps[Math.floor(history.steps.length / 2)]
      if (half) expect(fold([...history.seed, ...history.events].slice(0, half.after.head))).toEqual(half.after)
    }))

  it('are counted by the head', () =>
    always(history => expect(history.state.head).toBe(history.seed.length + history.events.length)))

  it('about things nobody knows change nothing that matters, and never throw', () =>
    always(history => {
      let state = emptyState
      for (const event of [...history.events].reverse()) state = apply(state, event)
      expect(JSON.parse(JSON.stringify(state))).toEqual(state)
      for (const { input, now } of history.steps) decide(state, input, now)
    }))

  it('leave a state that JSON can carry', () =>
    always(history => expect(JSON.parse(JSON.stringify(history.state))).toEqual(history.state)))

  it('come to an end: what follows from an input follows at once, and nothing is left to follow', () =>
    always(history => {
      const { state, world } = history
      const last = decide(state, { kind: 'due', key: 'again' }, world.now)
      const settled = isRefusal(last) ? state : last.reduce(apply, state)
      expect(decide(settled, { kind: 'due', key: 'again' }, world.now)).toEqual([])
    }))
})

describe('the plan', () => {
  it('never holds the same key twice', () =>
    always(history => {
      for (const { after } of history.steps) {
        const keys = plan(after).map(effect => effect.key)
        expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([])
      }
    }))

  it('is empty after make safe', () =>
    always(history => {
      for (const { after, now } of history.steps) {
        const safe = decide(after, { kind: 'makeSafe', by }, now)
        const left = plan(isRefusal(safe) ? after : safe.reduce(apply, after))
        expect(left.filter(effect => !isRefusal(safe) || effect.kind === 'switchOutlet')).toEqual([])
      }
    }))

  it('switches nothing while the run is paused', () =>
    always(history => {
      for (const { after } of history.steps)
        if (openRun(after)?.paused && after.rescue.length === 0) expect(switches(after)).toEqual([])
    }))

  it('switches at most one outlet for each lane', () =>
    always(history => {
      for (const { after } of history.steps) {
        const lanes = switches(after).flatMap(effect => ('lane' in effect && effect.lane !== null ? [effect.lane] : []))
        expect(new Set(lanes).size).toBe(lanes.length)
      }
    }))
})

describe('a switch', () => {
  it('is sent only where no rule is against it, and only while the plan asks for it', () =>
    always(history =>
      each(history, 'switchSent', (event, before, { now }) => {
        expect(againstSwitch(before, event, event.to, now)).toEqual([])
        expect(switches(before)).toContainEqual(
          expect.objectContaining({ to: event.to, lane: event.lane, outlet: { pdu: event.pdu, outlet: event.outlet } }),
        )
      }),
    ))

  it('never takes power from what is allocated, bound, protected, tagged out, or must stay on', () =>
    always(history =>
      each(history, 'switchSent', (event, before) => {
        const outlet = outletAt(before, event)
        if (event.to === 'on' || !outlet) return
        const { allocated, binding, protected: guarded, taggedOut } = outlet
        expect({ allocated, binding, guarded, taggedOut }).toEqual({
          allocated: null,
          binding: null,
          guarded: null,
          taggedOut: null,
        })
        expect(before.pdus[event.pdu]?.keepOn ?? [event.outlet]).not.toContain(event.outlet)
        expect(before.maas?.named[outletKey(event)]).toBeUndefined()
      }),
    ))

  it('never takes power from what another hand has switched on, unless a person unlocked it', () =>
    always(
      history =>
        each(history, 'switchSent', (event, before, { foreign, now }) => {
          if (event.to === 'on' || !foreign.has(outletKey(event))) return
          expect(outletAt(before, event)?.unlockedUntil ?? 0).toBeGreaterThan(now)
        }),
      kinds.filter(kind => !kind.lies),
    ))

  it('gives power to what is taken or marked only where we took it ourselves', () =>
    always(history =>
      each(history, 'switchSent', (event, before, { now }) => {
        const outlet = outletAt(before, event)
        if (event.to === 'off' || !outlet || isRescued(before, event)) return
        expect(outlet.taggedOut).toBeNull()
        const marked = outlet.allocated ?? outlet.binding ?? outlet.protected
        if (marked !== null) expect(mayReturn(before, outlet, now)).toBe(true)
        if (marked !== null) expect(outlet.switchedOff).not.toBeNull()
      }),
    ))

  it('needs a person at the rack before it gives power', () =>
    always(history =>
      each(history, 'switchSent', (event, before, { now }) => {
        if (event.to === 'off' || isRescued(before, event)) return
        const presenceMs = openRun(before)?.numbers.presenceMs ?? 1_800_000
        expect(now - (before.presence?.at ?? 0)).toBeLessThanOrEqual(presenceMs)
      }),
    ))

  it('waits for its gap after the last one on the same PDU', () =>
    always(history => {
      const last = new Map<string, number>()
      each(history, 'switchSent', (event, before, { now }) => {
        const tag = `${event.pdu}/${event.to}`
        const gapMs = event.to === 'on' ? 3_000 : 500
        if (!isRescued(before, event)) expect(now - (last.get(tag) ?? 0)).toBeGreaterThanOrEqual(gapMs)
        last.set(tag, now)
      })
    }))

  it('is not sent between a crash and the word of a person who is at the rack', () =>
    always(history => {
      let waiting = false
      for (const { input, outcome } of history.steps) {
        const events = isRefusal(outcome) ? [] : outcome
        if (input.kind === 'engineStarted') waiting = true
        if (events.some(({ kind }) => kind === 'runResumed' || kind === 'restoreStarted'))
          expect(events.some(({ kind }) => kind === 'presenceConfirmed')).toBe(true)
        if (events.some(({ kind }) => ['runResumed', 'restoreStarted', 'runStarted', 'switchOrdered'].includes(kind)))
          waiting = false
        if (waiting) expect(events.filter(({ kind }) => kind === 'switchSent')).toEqual([])
      }
    }))
})

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
        if (run && lane?.step.at === 'cutting')
          expect(now - run.lastSwitchAt).toBeGreaterThanOrEqual(3 * run.numbers.beatMs)
      }),
    ))
})

describe('a binding', () => {
  it('is proved only by a proof and a heart that stopped at a cut of ours', () =>
    always(history => {
      const cuts = new Set<string>()
      eachEvent(history, (event, before) => {
        if (event.kind === 'switchSent' && event.to === 'off') cuts.add(outletKey(event))
        if (event.kind !== 'bound') return
        const edge = event.evidence.find(one => one.kind === 'edgeOff')
        expect(event.evidence.map(one => one.kind)).toEqual(
          event.grade === 'proved' ? ['proof', 'edgeOff'] : ['proof', 'edgeOn'],
        )
        expect(['proved', 'established']).toContain(event.grade)
        if (event.grade === 'established') return expect(openRun(before)?.confirm).toBe('none')
        expect(cuts).toContain(outletKey(event))
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
        const { state } = history
        if (state.run?.phase === 'stopped') history.tell({ kind: 'resumeRun', present: true, by })
        if (openRun(history.state)?.paused) history.tell({ kind: 'unpauseRun', by })
        expect(history.finish(800)).toBe(true)
      },
      kinds,
      60,
    ))
})
