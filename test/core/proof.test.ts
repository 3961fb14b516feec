import { describe, expect, it } from 'vitest'
import { isJunkUuid } from '#core/machine.ts'
import type { Command } from '#core/command.ts'
import { Numbers } from '#core/numbers.ts'
import { row } from '#core/table.ts'
import { at, by, machine, openRunSite, readySite, type Told } from './model/site.ts'

const twoLanes = {
  lanes: [
    { name: '1', kid: 'K1' },
    { name: '2', kid: 'K2' },
  ],
  scope: [at('A', 1), at('A', 2), at('B', 4)],
}

/** Lane 1 has its outlet on and waits for a machine. */
const waiting = (wish: Partial<Extract<Command, { kind: 'startRun' }>> = {}): Told => {
  const told = openRunSite(wish)
  told.switch('on', at('A', 1))
  return told
}
const verdict = (events: readonly { kind: string; reason?: unknown }[]): unknown =>
  events[0]?.kind === 'proofRejected' ? events[0].reason : events[0]?.kind

describe('a proof is accepted', () => {
  it('inside the window, from a machine that booted after its outlet went on', () => {
    const told = waiting()
    const onAt = told.now
    expect(verdict(told.proof(1))).toBe('proofAccepted')
    expect(told.lane().step).toMatchObject({ at: 'holding', machine: machine(1).uuid, onAt, bootAt: onAt, attempt: 1 })
    expect(row(told.state.sessions, machine(1).uuid)).toMatchObject({ kid: 'K1', endedAt: null })
  })

  it('from a boot within the tolerance of two seconds before', () => {
    const told = waiting()
    expect(verdict(told.proof(1, 'K1', told.now - 2_000))).toBe('proofAccepted')
  })

  it('again from the machine that holds, when it has booted anew', () => {
    const told = waiting()
    told.proof(1)
    expect(verdict(told.proof(1))).toBe('proofAccepted')
  })

  it('and counts as a sign that somebody is at the rack', () => {
    const told = waiting()
    told.after(600_000)
    told.proof(1)
    expect(told.state.presence?.at).toBe(told.now)
  })
})

describe('a proof is rejected', () => {
  const rows: [string, string, (told: Told) => ReturnType<Told['proof']>][] = [
    ['unknownKid', 'its key was never made', told => told.proof(1, 'K9')],
    ['revoked', 'its key was revoked', told => (told.must({ kind: 'revokeKey', kid: 'K1', by }), told.proof(1))],
    [
      'expired',
      'its key has expired',
      told => {
        told.must({ kind: 'issueKey', kid: 'K1', lifeMs: 1_000, by })
        return told.proof(1)
      },
    ],
    [
      'noWindow',
      'its key is still in stock',
      told => {
        told.must({ kind: 'makeKeys', keys: [{ kid: 'K3', for: { lane: '3' } }], by })
        return told.proof(1, 'K3')
      },
    ],
    ['wrongLane', 'no lane of the run has its key', told => told.proof(1, 'K2')],
    ['bootedBefore', 'its machine was alive before the outlet went on', told => told.proof(1, 'K1', told.now - 2_001)],
    ['otherMachineHolds', 'another machine holds the lane', told => (told.proof(1), told.proof(2))],
    ['noWindow', 'no run is open', told => (told.must({ kind: 'makeSafe', by }), told.proof(1))],
    [
      'noWindow',
      'everything is being put back',
      told => {
        told.must({ kind: 'makeSafe', by })
        told.must({ kind: 'restoreRun', present: true, by })
        return told.proof(1)
      },
    ],
  ]
  it.each(rows)('%s: %s', (reason, _why, act) => {
    const told = waiting()
    const before = told.state.run?.lanes
    const events = act(told)
    expect(verdict(events)).toBe(reason)
    if (!['otherMachineHolds', 'revoked', 'expired'].includes(reason))
      expect(told.state.run?.lanes['1']?.step).toEqual(before?.['1']?.step)
  })

  it('noWindow: the outlet is not on yet, or is being cut', () => {
    const told = openRunSite()
    expect(verdict(told.proof(1))).toBe('noWindow')
  })

  it('secondKid: the machine answers in another lane already', () => {
    const told = openRunSite(twoLanes)
    told.hold(1, '1', 'K1')
    told.after(5_000)
    told.switch('on', at('A', 2), '2')
    expect(verdict(told.proof(1, 'K2'))).toBe('secondKid')
    expect(told.lane('2').step.at).toBe('awaiting')
  })

  it('junkIdentity: the UUID is one that firmware gives to every board, whatever the serial says', () => {
    for (const uuid of [
      '00000000-0000-0000-0000-000000000000',
      'ffffffff-ffff-ffff-ffff-ffffffffffff',
      '03000200-0400-0500-0006-000700080009',
    ]) {
      const told = waiting()
      const proof = { kid: 'K1', sid: 's', nonce: 'n', bootId: 'b', receivedAt: told.now, bootAt: told.now } as const
      const events = told.must({ kind: 'proofGiven', machine: { ...machine(1), uuid }, ...proof })
      expect(verdict(events)).toBe('junkIdentity')
      expect(isJunkUuid(uuid)).toBe(true)
    }
    expect(isJunkUuid(machine(1).uuid)).toBe(false)
  })

  it('junkIdentity: two boards share a UUID', () => {
    const told = waiting()
    told.proof(1)
    const twin = { ...machine(1), serial: 'other', macs: ['02:00:00:00:00:99'] }
    const proof = { kid: 'K1', sid: 's', nonce: 'n', bootId: 'b', receivedAt: told.now, bootAt: told.now } as const
    expect(verdict(told.must({ kind: 'proofGiven', machine: twin, ...proof }))).toBe('junkIdentity')
  })

  it('otherMachineHolds: the key serves the next machine only when the former session has ended', () => {
    const told = waiting()
    told.proof(1)
    const sid = told.sid()
    told.must({ kind: 'skipOutlet', lane: '1', by })
    told.switch('off', at('A', 1))
    told.after(10_000)
    told.switch('on', at('A', 2))
    expect(verdict(told.proof(2))).toBe('otherMachineHolds')
    told.must({ kind: 'heartLost', sid, lastBeatAt: told.now - 60_000 })
    expect(verdict(told.proof(2))).toBe('proofAccepted')
  })

  it('as the server said it, when the server has rejected it already', () => {
    const told = waiting()
    expect(told.must({ kind: 'proofRefused', kid: '', uuid: 'x', reason: 'badMac' })).toMatchObject([
      { reason: 'badMac', lane: null },
    ])
    expect(told.must({ kind: 'proofRefused', kid: '', uuid: 'x', reason: 'no such reason' })).toMatchObject([
      { reason: 'malformed' },
    ])
  })
})

describe('a machine that is bound', () => {
  const bound = (): Told => {
    const told = waiting()
    told.proof(1)
    told.cut()
    told.silence()
    told.switch('on', at('A', 1))
    told.must({ kind: 'goOn', lane: '1', by })
    told.after(5_000)
    return told
  }

  it('may go on when it starts again, and the lane hears that its key is still in it', () => {
    const told = bound()
    told.switch('on', at('A', 2))
    expect(told.proof(1)).toMatchObject([{ kind: 'machineReturned', keyLeftIn: '1' }, { kind: 'laneAsked' }])
    expect(told.lane().asked?.say).toMatch(/^Take key K1 out of S1 first/)
    expect(row(told.state.sessions, machine(1).uuid)?.endedAt).toBe(told.now)
  })

  it('does not keep the key from the next machine', () => {
    const told = bound()
    told.switch('on', at('A', 2))
    told.proof(1)
    expect(verdict(told.proof(2))).toBe('proofAccepted')
  })

  it('loses its binding when it starts while every outlet it is bound to is off', () => {
    const told = bound()
    told.must({ kind: 'pduRead', pdu: 'PDU-A', readings: [{ outlet: '1', state: 'off', watts: 0, amps: null }] })
    told.after(60_000)
    expect(told.proof(1).map(event => event.kind)).toEqual(['bindingRetracted', 'outletLeft', 'machineReturned'])
    expect(told.outlet(at('A', 1))).toMatchObject({ binding: null, left: { reason: 'stillBeating' } })
    expect(told.state.run).toMatchObject({ done: 0, toRecord: [] })
  })
})

describe('without the cut', () => {
  const uncut = (): Told => {
    const told = readySite()
    told.must({ kind: 'protect', pdu: 'PDU-A', outlets: ['3'], why: 'switch', by })
    told.after(20_000)
    told.must(startRunOf())
    told.readPdus()
    return told
  }
  const startRunOf = (): Command => ({
    kind: 'startRun',
    run: 'r1',
    mode: 'guided',
    scope: [at('A', 1), at('A', 2)],
    lanes: [{ name: '1', kid: 'K1' }],
    confirm: 'none',
    unlock: [],
    sync: false,
    offline: true,
    present: true,
    numbers: Numbers.parse({}),
    by,
  })
  const why = (told: Told): unknown => told.of('claimed')[0]?.why

  it('the place is established while the outlet is the one candidate, and the lane goes on', () => {
    const told = uncut()
    told.switch('on', at('A', 1))
    const events = told.proof(1)
    expect(events.map(event => event.kind)).toEqual(['proofAccepted', 'bound', 'laneAsked'])
    expect(events[1]).toMatchObject({ grade: 'established', evidence: [{ kind: 'proof' }, { kind: 'edgeOn' }] })
    expect(told.lane().step.at).toBe('keyOut')
    expect(told.of('switchSent').filter(event => event.to === 'off')).toEqual([])
  })

  it.each<[string, string, (told: Told) => void]>([
    ['another outlet was on without an answer', 'another outlet was found on', told => told.readPdus([at('B', 2)])],
    [
      'another outlet was on without an answer',
      'a taken outlet has just been switched',
      told => {
        told.must({ kind: 'allocate', pdu: 'PDU-B', outlets: ['2'], to: 'db-1', by })
        told.readPdus([at('B', 2)])
      },
    ],
    [
      'it has meanwhile been allocated to db-1',
      'its outlet was taken meanwhile',
      told => told.must({ kind: 'allocate', pdu: 'PDU-A', outlets: ['1'], to: 'db-1', by }),
    ],
  ])('the place is only a claim, because %s: %s', (because, _case, act) => {
    const told = uncut()
    told.switch('on', at('A', 1))
    act(told)
    const events = told.proof(1)
    expect(events.map(event => event.kind)).toEqual(['proofAccepted', 'claimed', 'laneAsked'])
    expect(why(told)).toBe(because)
    expect(told.outlet(at('A', 1))).toMatchObject({
      binding: null,
      left: { reason: 'claimedOnly' },
      claim: { machine: machine(1).uuid },
    })
    expect(told.lane().step.at).toBe('keyOut')
  })

  it('an outlet is not switched on before it was off for the drain time', () => {
    const told = readySite()
    told.must({ kind: 'protect', pdu: 'PDU-A', outlets: ['3'], why: 'switch', by })
    told.readPdus([at('A', 1)])
    told.must({ kind: 'pduRead', pdu: 'PDU-A', readings: [{ outlet: '1', state: 'off', watts: 0, amps: null }] })
    told.after(5_000)
    told.must(startRunOf())
    told.after(1)
    told.readPdus()
    expect(told.lane().step).toMatchObject({ at: 'draining', until: told.now - 5_001 + 10_000 })
  })

  it('a machine that was alive a moment before is only claimed', () => {
    const told = uncut()
    told.switch('on', at('A', 1))
    told.readPdus([at('B', 2)])
    told.proof(1)
    told.must({ kind: 'goOn', lane: '1', by })
    told.switch('on', at('A', 2))
    const proof = { kid: 'K1', sid: 's9', nonce: 'n', bootId: 'b', receivedAt: told.now, bootAt: told.now } as const
    told.must({ kind: 'proofGiven', machine: machine(1), ...proof })
    expect(told.of('claimed').at(-1)?.why).toBe('the machine was alive a moment before')
  })
})
