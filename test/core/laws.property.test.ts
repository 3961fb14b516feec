// Laws that hold in every history, whatever people, machines, networks and broken performers do: facts, the plan, switches.
import { describe, expect, it } from 'vitest'
import { apply, fold } from '#core/apply.ts'
import { decide } from '#core/decide.ts'
import { Event } from '#core/event.ts'
import { plan } from '#core/plan.ts'
import { outletKey, type OutletRef } from '#core/rack.ts'
import { isRefusal } from '#core/refusal.ts'
import { againstSwitch, mayReturn } from '#core/safety.ts'
import { emptyState, openRun, outletAt, type State } from '#core/state.ts'
import { always, each, kinds, switches } from './model/laws.ts'
import { by } from './model/site.ts'

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
      const paused = history.steps.filter(({ after }) => openRun(after)?.paused && after.rescue.length === 0)
      for (const { after } of paused) expect(switches(after)).toEqual([])
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

  it('is never sent while the site policy cannot be read, but for a rescue', () =>
    always(history =>
      each(history, 'switchSent', (event, before) =>
        expect(before.policy.fault === null || isRescued(before, event)).toBe(true),
      ),
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
        const sinceMs = isRescued(before, event) ? Infinity : now - (last.get(tag) ?? 0)
        expect(sinceMs).toBeGreaterThanOrEqual(gapMs)
        last.set(tag, now)
      })
    }))

  it('is not sent between a crash and the word of a person who is at the rack', () =>
    always(history => {
      let waiting = false
      for (const { input, outcome } of history.steps) {
        const events = isRefusal(outcome) ? [] : outcome
        if (input.kind === 'engineStarted') waiting = true
        const goesOn = events.some(({ kind }) => kind === 'runResumed' || kind === 'restoreStarted')
        expect(!goesOn || events.some(({ kind }) => kind === 'presenceConfirmed')).toBe(true)
        if (events.some(({ kind }) => ['runResumed', 'restoreStarted', 'runStarted', 'switchOrdered'].includes(kind)))
          waiting = false
        expect(waiting && events.some(({ kind }) => kind === 'switchSent')).toBe(false)
      }
    }))
})
