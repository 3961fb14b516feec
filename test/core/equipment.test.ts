import { describe, expect, it } from 'vitest'
import { proposals } from '#core/equipment.ts'
import { againstOff, againstOn } from '#core/safety.ts'
import { sentenceOf } from '#core/words.ts'
import { at, by, machine, maasRead, openRunSite, readySite, reading, startRun, type Told } from './model/site.ts'

const lanes = [
  { name: '1', kid: 'K1' },
  { name: '2', kid: 'K2' },
]
const third = { sid: 'sid-third', lastBeatAt: 0 }

/** Both machines hold, each with the key of its lane, and the first is cut while a third beats on. */
const cutFirst = (told: Told, stopped: boolean) => {
  told.cut('1')
  const step = told.lane('1').step
  if (step.at !== 'listening') throw new Error(step.at)
  const mate = { sid: told.sid('2'), lastBeatAt: stopped ? step.setAt - 100 : told.now + 20_000 }
  return told.silence({ others: [mate, { ...third, lastBeatAt: told.now + 20_000 }] }, '1')
}

const bothHold = (): Told => {
  const told = openRunSite({ lanes, scope: [at('A', 1), at('A', 2)] })
  told.hold(1, '1', 'K1')
  told.after(3_000)
  told.hold(2, '2', 'K2')
  return told
}

describe('a chassis', () => {
  const members = [machine(1).uuid, machine(2).uuid]

  it('is proposed only when one cut has stopped the same hearts twice', () => {
    const told = bothHold()
    const [together] = cutFirst(told, true)
    expect(together).toMatchObject({ kind: 'heartsStoppedTogether', outlet: '1', machines: members })
    expect(proposals(told.state)).toEqual([])
    const again = {
      kind: 'heartsStoppedTogether',
      at: told.now,
      ...at('A', 1),
      machines: members.toReversed(),
    } as const
    expect(proposals({ ...told.state, together: [{ machines: members, outlets: [], times: 2 }] })).toHaveLength(1)
    expect(sentenceOf(told.state, again)).toMatch(/S2 and S1 stopped together when A-1 was cut/)
  })

  it('lets one cut stop all its hearts, and binds the outlet to all of them', () => {
    const told = bothHold()
    told.must({ kind: 'attestChassis', name: 'ch-1', machines: members, by })
    const events = cutFirst(told, true)
    const bound = events.find(event => event.kind === 'bound')
    expect(bound).toMatchObject({ outlet: '1', machine: members[0], with: [members[1]], grade: 'proved' })
    expect(told.outlet(at('A', 1)).binding).toMatchObject({ with: [members[1]] })
    expect(events.find(event => event.kind === 'outletFailed')).toMatchObject({ lane: '2', outlet: '2', again: true })
  })

  it('whose second machine beats on is fed from elsewhere, and binds nothing', () => {
    const told = bothHold()
    told.must({ kind: 'attestChassis', name: 'ch-1', machines: members, by })
    const events = cutFirst(told, false)
    expect(events.find(event => event.kind === 'edgeMissed')).toMatchObject({ reason: 'stillBeating' })
    expect(events.some(event => event.kind === 'bound')).toBe(false)
  })

  it('is released as a whole, and loses the outlet in all its machines', () => {
    const told = bothHold()
    told.must({ kind: 'attestChassis', name: 'ch-1', machines: members, by })
    cutFirst(told, true)
    told.must({ kind: 'makeSafe', by })
    told.must({ kind: 'release', pdu: 'PDU-A', outlets: ['1'], by })
    expect(told.outlet(at('A', 1)).binding).toBeNull()
    expect(JSON.stringify(told.state.machines)).not.toContain('"outlet":"1"')
  })

  it.each([
    ['unknownMachine', [members[0] ?? '', machine(5).uuid]],
    ['tooFew', [members[0] ?? '', members[0] ?? '']],
  ])('of %s is refused', (refused, machines) => {
    const told = bothHold()
    expect(told.refused({ kind: 'attestChassis', name: 'ch-2', machines, by })).toMatchObject({ refused })
  })

  it('takes a machine once and a name once, until it is dissolved', () => {
    const told = bothHold()
    told.must({ kind: 'attestChassis', name: 'ch-1', machines: members, by })
    expect(told.refused({ kind: 'attestChassis', name: 'ch-1', machines: members, by }).refused).toBe('nameTaken')
    expect(told.refused({ kind: 'attestChassis', name: 'ch-2', machines: members, by }).refused).toBe('inChassis')
    told.must({ kind: 'dissolveChassis', name: 'ch-1', by })
    told.must({ kind: 'attestChassis', name: 'ch-2', machines: members, by })
  })
})

describe('an appliance', () => {
  const attested = (): Told => {
    const told = readySite()
    told.must({ kind: 'attestAppliance', pdu: 'PDU-A', outlets: ['1'], name: 'sw-12', what: 'switch', by })
    return told
  }

  it('is never switched, neither off nor on, and no run takes its outlet', () => {
    const told = attested()
    for (const reasons of [againstOff, againstOn].map(against => against(told.state, at('A', 1), told.now)))
      expect(reasons).toContainEqual({
        code: 'protected',
        say: 'A-1 feeds the network switch sw-12 and is never switched.',
      })
    told.must(maasRead(told.now))
    told.must(startRun())
    told.readPdus()
    expect(told.of('runArmed')[0]?.left).toContainEqual({ ...at('A', 1), reason: 'protected' })
  })

  it('is released like every other mark, and takes no outlet that is bound', () => {
    const told = attested()
    expect(told.must({ kind: 'release', pdu: 'PDU-A', outlets: ['1'], by })[0]).toMatchObject({ from: ['appliance'] })
    const bound = bothHold()
    bound.cut('1')
    bound.silence({ others: [{ ...third, lastBeatAt: bound.now + 20_000 }] }, '1')
    const nas = { name: 'nas', what: 'storage' } as const
    expect(bound.refused({ kind: 'attestAppliance', pdu: 'PDU-A', outlets: ['1'], ...nas, by }).refused).toBe('bound')
  })
})

describe('a PDU that tells an untruth', () => {
  it('is not believed when its meter contradicts it for a minute', () => {
    const told = readySite()
    const lie = { kind: 'pduRead', pdu: 'PDU-A', readings: [reading('1', 'off', 90)] } as const
    expect(told.must(lie)).toEqual([])
    told.after(61_000)
    expect(told.must(lie)).toMatchObject([{ kind: 'pduDoubted', pdu: 'PDU-A', outlet: '1' }])
    expect(told.must(lie)).toEqual([])
    expect(againstOff(told.state, at('A', 2), told.now).map(reason => reason.code)).toContain('doubted')
    told.must(maasRead(told.now))
    expect(told.refused(startRun()).reasons.join(' ')).toMatch(/its meter shows 90 W there.*add it again/)
  })
})
