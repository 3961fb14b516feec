import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { connectionsOf, machinesOf, progressOf, type Pulse } from '#core/select.ts'
import { laneStates, lanesOf } from '#core/select-lane.ts'
import { questionsOf } from '#core/select-question.ts'
import { endedOf, stoppedOf } from '#core/select-run.ts'
import { openRun, outletAt, type State } from '#core/state.ts'
import { rows } from '#core/table.ts'
import { drawn, History } from './model/history.ts'
import { at, by, machine, openRunSite, readySite } from './model/site.ts'

const always = (look: (state: State, now: number) => void): void => {
  const mischief = { people: true, failures: true, lies: true, confirm: 'cut', lanes: 2 } as const
  fc.assert(
    fc.property(drawn(120), draw => {
      for (const step of new History(draw, mischief).play(draw.moves).steps) look(step.after, step.now)
    }),
    { numRuns: 15 },
  )
}

const pulse = (change: Partial<Pulse> = {}): Pulse => ({
  at: 0,
  pdus: {},
  checkIn: { open: false, fault: null },
  ...change,
})

describe('lanes of any history', () => {
  it('are all there, each with one sentence and words for the ear', () => {
    always((state, now) => {
      const lanes = lanesOf(state, now)
      expect(lanes.map(lane => lane.name)).toEqual(Object.keys(state.run?.lanes ?? {}))
      for (const lane of lanes) {
        expect(laneStates).toContain(lane.state)
        expect(lane.say.length).toBeGreaterThan(0)
        expect(lane.spoken).toMatch(/^Lane \S+, key \S+\. .+/)
        expect(lane.spoken).not.toMatch(/undefined|NaN|\[object/)
      }
    })
  })

  it('show an amber plate only while a hand is asked for in an open run', () => {
    always((state, now) => {
      for (const lane of lanesOf(state, now)) {
        if (lane.plate === null) continue
        expect(openRun(state)).not.toBeNull()
        expect(['turn', 'bound']).toContain(lane.state)
        expect(['awaiting', 'keyOut']).toContain(state.run?.lanes[lane.name]?.step.at)
      }
    })
  })

  it('never ask for a plug while the PDU is silent', () => {
    const told = openRunSite()
    told.switch('on', at('A', 1))
    expect(lanesOf(told.state, told.now)[0]).toMatchObject({ state: 'turn', plate: 'A-1', maySkip: true })
    told.must({ kind: 'pduFailed', pdu: 'PDU-A', fault: { kind: 'timeout', where: 'a', detail: 'no answer' } })
    expect(lanesOf(told.state, told.now)[0]).toMatchObject({ state: 'stalled', plate: null })
  })
})

describe('machines', () => {
  it('stand in the order found, whenever they are bound', () => {
    const order: string[] = []
    const told = openRunSite({ scope: [at('A', 1), at('A', 2)] })
    for (const n of [1, 2]) {
      told.after(5_000)
      told.hold(n)
      order.push(machine(n).uuid)
      expect(machinesOf(told.state).map(one => one.id)).toEqual(order)
      told.cut()
      told.silence()
      expect(machinesOf(told.state).map(one => one.id)).toEqual(order)
      told.after(5_000)
      told.switch('on', at('A', n))
      told.must({ kind: 'goOn', lane: '1', by })
    }
    expect(machinesOf(told.state).map(one => one.state)).toEqual(['proved', 'proved'])
  })

  it('of any history are those that proved, and each outlet of theirs is bound to them', () => {
    always(state => {
      const found = machinesOf(state).filter(one => one.state !== 'taken')
      expect(new Set(found.map(one => one.id))).toEqual(new Set(rows(state.machines).map(one => one.uuid)))
      for (const one of found)
        for (const ref of one.outlets) expect(outletAt(state, ref)?.binding?.machine).toBe(one.id)
    })
  })
})

describe('progress', () => {
  it('counts every outlet of the scope once', () => {
    always((state, now) => {
      const progress = progressOf(state, now)
      if (!progress || !state.run) return expect(state.run).toBeNull()
      expect(progress.boxes).toHaveLength(state.run.scope.length)
      expect(progress.done).toBe(progress.boxes.filter(box => box === 'bound').length)
      expect(progress.say).toContain(`${progress.done} of ${progress.total} outlets bound`)
    })
  })
})

describe('connections', () => {
  it('say how, not only that: well, slow, old, silent', () => {
    const { state, now } = readySite()
    const say = (pulseNow: Pulse, at_: State = state) =>
      connectionsOf(at_, pulseNow, now).map(one => `${one.health} ${one.say}`)
    const pdus = { 'PDU-A': { at: now - 500, tookMs: 38 }, 'PDU-B': { at: now - 500, tookMs: 2_900 } }
    expect(say(pulse({ pdus, checkIn: { open: true, fault: null } }))).toEqual([
      'well 38 ms',
      'slow slow, 2.9 s',
      'well 20 s ago',
      'well open',
    ])
    expect(say(pulse({ pdus: { 'PDU-A': { at: now - 40_000, tookMs: 38 } } }))[0]).toBe('none 40 s ago')
  })

  it('of a silent PDU count the time since its last answer', () => {
    const told = readySite()
    told.must({ kind: 'pduFailed', pdu: 'PDU-A', fault: { kind: 'timeout', where: 'a', detail: 'no answer' } })
    const pdus = { 'PDU-A': { at: told.now - 40_000, tookMs: 38 } }
    expect(connectionsOf(told.state, pulse({ pdus }), told.now)[0]).toMatchObject({
      health: 'broken',
      say: 'no answer 0:40',
    })
  })
})

describe('questions', () => {
  it('of any history have a key of their own, an ask and words', () => {
    always(state => {
      const questions = questionsOf(state)
      expect(new Set(questions.map(one => one.key)).size).toBe(questions.length)
      for (const one of questions) {
        expect(one.ask).not.toBe('')
        expect(`${one.about} ${one.short} ${one.why} ${one.mend}`).not.toMatch(/undefined|NaN/)
      }
    })
  })

  it('are asked for a silent PDU, a stranger, and a rule that waits for a person', () => {
    const told = openRunSite()
    expect(questionsOf(told.state)).toEqual([])
    told.must({ kind: 'pduFailed', pdu: 'PDU-B', fault: { kind: 'timeout', where: 'b', detail: 'no answer' } })
    told.must({ kind: 'strangerSeen', uuid: machine(7).uuid, macs: machine(7).macs, serial: 'X', claimed: '' })
    expect(questionsOf(told.state).map(one => one.about)).toEqual(['PDU B', 'A stranger'])
  })
})

describe('a run that is over', () => {
  it('has one page when stopped and another when ended, never both', () => {
    always((state, now) => {
      const stopped = stoppedOf(state, now)
      const ended = endedOf(state)
      expect(stopped !== null).toBe(state.run?.phase === 'stopped')
      expect(ended !== null).toBe(state.run?.phase === 'ended')
      if (ended && state.run) expect(ended.rows.length + ended.unbound.length).toBe(state.run.scope.length)
      for (const line of stopped?.stillOn ?? []) expect(outletAt(state, line.outlet)?.state).toBe('on')
    })
  })

  it('lists what is on, what resume goes on with, and what would be put back', () => {
    const told = openRunSite({ scope: [at('A', 1), at('A', 2)] })
    told.switch('on', at('A', 1))
    told.must({ kind: 'makeSafe', by })
    const stopped = stoppedOf(told.state, told.now)
    expect(stopped?.title).toBe('Made safe')
    expect(stopped?.stillOn.map(line => line.place)).toEqual(['A-1'])
    expect(stopped?.toDo.map(line => line.place)).toEqual(['A-1', 'A-2'])
    expect(stopped?.back.map(line => `${line.place} ${line.say}`)).toEqual(['A-1 goes off, as it was before'])
  })
})
