import { describe, expect, it } from 'vitest'
import { judgeFall, judgeRise, riseWatts, type Silence, type Weighed } from '#core/edge.ts'
import { Numbers } from '#core/numbers.ts'
import { plan } from '#core/plan.ts'
import { at, by, addPdu, maasRead, openRunSite, readySite, reading, startRun, type Told } from './model/site.ts'

const numbers = Numbers.parse({})
const weighed: Weighed = {
  kind: 'loadWeighed',
  lane: '1',
  sid: 's',
  fromWatts: 0,
  toWatts: 140,
  noiseWatts: 1,
  others: [],
}

describe('a rise', () => {
  it('is at least ten watts, and five times the noise', () => {
    expect(riseWatts(numbers, 0)).toBe(10)
    expect(riseWatts(numbers, 4)).toBe(20)
  })

  it.each([
    ['counts on this outlet alone', {}, { ok: true }],
    ['of nine watts is none', { toWatts: 9 }, { ok: false, reason: 'noRise' }],
    ['within the noise is none', { toWatts: 29, noiseWatts: 6 }, { ok: false, reason: 'noRise' }],
    ['on another outlet too has two explanations', { others: [at('A', 2)] }, { ok: false, reason: 'othersRose' }],
  ] as const)('%s', (_what, change, verdict) =>
    expect(judgeRise({ ...weighed, ...change }, numbers)).toMatchObject(verdict),
  )
})

describe('a fall at the cut', () => {
  const rise = { fromWatts: 0, toWatts: 140, noiseWatts: 1 }
  const heard: Silence = {
    kind: 'silenceHeard',
    lane: '1',
    sid: 's',
    offAt: 101_000,
    lastBeatAt: 99_800,
    until: 110_000,
    others: [{ sid: 'other', lastBeatAt: 99_000 }],
    impaired: true,
    pduAnswers: true,
    watts: 0,
  }
  const judge = (change: Partial<Silence>, was: typeof rise | null = rise) =>
    judgeFall({ ...heard, ...change }, { onAt: 1_000, rise: was }, 100_000, numbers, 111_000)

  it('is evidence even where the network could not be heard', () =>
    expect(judge({})).toMatchObject({ ok: true, evidence: { kind: 'meterEdge', toWatts: 140, fellToWatts: 0 } }))

  it.each([
    ['hearingImpaired', 'the meter could not be read', { watts: null }],
    ['hearingImpaired', 'the PDU does not answer', { pduAnswers: false }],
    ['stillBeating', 'the heart went on', { lastBeatAt: 102_000 }],
    ['noRise', 'the load stayed', { watts: 135 }],
  ] as const)('is none (%s) when %s', (reason, _why, change) =>
    expect(judge(change)).toMatchObject({ ok: false, reason }),
  )

  it('without a rise is none', () => expect(judge({}, null)).toMatchObject({ ok: false, reason: 'noRise' }))
})

const meteredSite = (): Told => {
  const told = readySite()
  const readings = ['1', '2', '3', '4'].map(id => reading(id, id === '3' ? 'on' : 'off', id === '3' ? 60 : 0))
  told.must({ ...addPdu('PDU-A'), readings } as ReturnType<typeof addPdu>)
  return told
}

describe('a run that goes by the meter', () => {
  const start = (): Told => {
    const told = meteredSite()
    told.must(maasRead(told.now))
    told.must(startRun({ confirm: 'meter', offline: true }))
    told.readPdus()
    told.hold(1)
    return told
  }

  it('weighs, cuts once the rise is known, and binds by the fall', () => {
    const told = start()
    expect(plan(told.state).map(effect => effect.kind)).toContain('weigh')
    expect(plan(told.state).map(effect => effect.kind)).not.toContain('steadyHeart')
    told.must({ ...weighed, sid: told.sid() })
    expect(plan(told.state).map(effect => effect.kind)).not.toContain('weigh')
    told.cut()
    const events = told.silence({ watts: 0 })
    expect(events.find(event => event.kind === 'bound')).toMatchObject({ outlet: '1', grade: 'proved' })
  })

  it('tries the outlet again when another rose with it', () => {
    const told = start()
    const [failed] = told.must({ ...weighed, sid: told.sid(), others: [at('A', 2)] })
    expect(failed).toMatchObject({ kind: 'outletFailed', reason: 'othersRose', again: true })
  })

  it('is refused where an outlet has no meter, and to several lanes', () => {
    const bare = readySite()
    bare.must(maasRead(bare.now))
    expect(bare.refused(startRun({ confirm: 'meter' })).reasons.join(' ')).toMatch(/A-1 and A-2 have no meter/)
    const lanes = [
      { name: '1', kid: 'K1' },
      { name: '2', kid: 'K2' },
    ]
    const two = meteredSite()
    two.must(maasRead(two.now))
    expect(two.refused(startRun({ confirm: 'meter', lanes })).reasons.join(' ')).toMatch(/Several lanes/)
  })

  it('hears nothing of a load when it does not go by the meter', () => {
    const told = openRunSite()
    told.hold(1)
    expect(told.must({ ...weighed, sid: told.sid() })).toEqual([])
    told.must({ kind: 'makeSafe', by })
  })
})
