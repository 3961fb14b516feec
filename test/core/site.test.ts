import { describe, expect, it } from 'vitest'
import { Command } from '#core/command.ts'
import { PduId } from '#core/rack.ts'
import { addPdu, at, by, openRunSite, pduFacts, reading, readySite } from './model/site.ts'

const kinds = (events: readonly { kind: string }[]): string[] => events.map(event => event.kind)

describe('a PDU', () => {
  it('is added by its serial, under a name of its own, and keeps its marks when it is added again', () => {
    const told = readySite()
    expect(told.state.pdus['PDU-A']).toMatchObject({ name: 'pdu-a', feed: 'A', keepOn: [], silent: null })
    const twin = addPdu('PDU-C')
    expect(told.refused({ ...twin, name: 'pdu-a' } as Command)).toMatchObject({ refused: 'nameTaken' })
    told.must({ kind: 'protect', pdu: 'PDU-A', outlets: ['1'], why: 'switch', by })
    told.must({ kind: 'switchOutlet', pdu: 'PDU-A', outlet: '2', to: 'on', present: true, offline: false, by })
    told.switch('on', at('A', 2), null)
    told.must(addPdu('PDU-A', ['3']))
    expect(told.outlet(at('A', 1)).protected).toBe('switch')
    // It reads off now: another hand has been there.
    expect(told.outlet(at('A', 2))).toMatchObject({ state: 'off', switchedOn: null })
  })

  it('is neither added anew nor forgotten while a run, a stopped run or a switch stands on it', () => {
    const told = openRunSite()
    expect(told.refused(addPdu('PDU-A'))).toMatchObject({ refused: 'runOpen' })
    expect(told.refused({ kind: 'forgetPdu', pdu: 'PDU-A', by })).toMatchObject({ refused: 'runOpen' })
    told.must({ kind: 'makeSafe', by })
    expect(told.refused({ kind: 'forgetPdu', pdu: 'PDU-A', by })).toMatchObject({ refused: 'runStopped' })
    told.must({ kind: 'endRun', by })
    told.must({ kind: 'switchOutlet', pdu: 'PDU-A', outlet: '1', to: 'on', present: true, offline: true, by })
    expect(told.refused({ kind: 'forgetPdu', pdu: 'PDU-A', by })).toMatchObject({ refused: 'busy' })
    told.must({ kind: 'makeSafe', by })
    told.must({ kind: 'forgetPdu', pdu: 'PDU-A', by })
    expect(told.state.pdus['PDU-A']).toBeUndefined()
    expect(told.refused({ kind: 'forgetPdu', pdu: 'PDU-A', by })).toMatchObject({ refused: 'unknownPdu' })
  })

  it('is never called by a word that every object knows', () => {
    for (const id of ['constructor', '__proto__', 'toString']) expect(PduId.safeParse(id).success).toBe(false)
    expect(PduId.safeParse(pduFacts('ZA0937').id).success).toBe(true)
  })

  it('has an address, a feed and a name that can be written down', () => {
    const wrong = [
      { name: '' },
      { name: 'a b' },
      { feed: 'AB' },
      { address: { host: '', port: 161 } },
      { address: { host: 'x', port: 0 } },
    ]
    for (const change of wrong) expect(Command.safeParse({ ...addPdu('PDU-C'), ...change }).success).toBe(false)
    expect(Command.safeParse(addPdu('PDU-C')).success).toBe(true)
  })
})

describe('a mark', () => {
  it.each([
    ['allocated', { kind: 'allocate', pdu: 'PDU-A', outlets: ['1', '2'], to: 'db-1', by }, 'db-1'],
    ['protected', { kind: 'protect', pdu: 'PDU-A', outlets: ['1', '2'], why: 'switch', by }, 'switch'],
    ['taggedOut', { kind: 'tagOut', pdu: 'PDU-A', outlets: ['1', '2'], why: 'work', by }, 'work'],
  ] as const)('%s is put on every outlet named, and released again', (mark, command, value) => {
    const told = readySite()
    told.must({ ...command, outlets: [...command.outlets] })
    expect([at('A', 1), at('A', 2)].map(ref => told.outlet(ref)[mark])).toEqual([value, value])
    expect(told.must({ kind: 'release', pdu: 'PDU-A', outlets: ['1', '2'], by })).toMatchObject([
      { from: [mark] },
      { from: [mark] },
    ])
    expect(told.outlet(at('A', 1))[mark]).toBeNull()
    expect(told.must({ kind: 'release', pdu: 'PDU-A', outlets: ['1'], by })).toEqual([])
  })

  it('is not put where there is no such outlet, and then on none', () => {
    const told = readySite()
    expect(told.refused({ kind: 'protect', pdu: 'PDU-A', outlets: ['1', '9'], why: 'x', by })).toMatchObject({
      refused: 'unknownOutlet',
    })
    expect(told.refused({ kind: 'answerKeepOn', pdu: 'PDU-A', outlets: ['9'], by })).toMatchObject({
      refused: 'unknownOutlet',
    })
    expect(told.refused({ kind: 'tagOut', pdu: 'PDU-Z', outlets: ['1'], why: 'x', by })).toMatchObject({
      refused: 'unknownPdu',
    })
    expect(told.refused({ kind: 'unlock', pdu: 'PDU-Z', outlet: '1', by })).toMatchObject({ refused: 'unknownPdu' })
    expect(told.outlet(at('A', 1)).protected).toBeNull()
  })

  it('of a binding is released with it, and the machine is free again', () => {
    const told = openRunSite()
    told.hold(1)
    told.cut()
    told.silence()
    expect(kinds(told.must({ kind: 'release', pdu: 'PDU-A', outlets: ['1'], by }))).toContain('bindingRetracted')
    expect(told.outlet(at('A', 1))).toMatchObject({ binding: null, claim: { why: 'released by Ada' } })
  })
})

describe('an unlock', () => {
  it('is for one outlet, and never for one that is taken', () => {
    const told = readySite()
    told.must({ kind: 'unlock', pdu: 'PDU-A', outlet: '3', by })
    expect(told.outlet(at('A', 3)).unlockedUntil).toBe(told.now + 60_000)
    told.must({ kind: 'allocate', pdu: 'PDU-A', outlets: ['3'], to: 'db-1', by })
    expect(told.refused({ kind: 'unlock', pdu: 'PDU-A', outlet: '3', by })).toMatchObject({ refused: 'allocated' })
  })
})

it('a MAAS that is set anew has to be read anew', () => {
  const told = readySite()
  told.must({ kind: 'setMaas', url: 'https://other.example', username: 'ada', version: '3.6', by })
  expect(told.state).toMatchObject({ maas: null, maasSite: { url: 'https://other.example' } })
  expect(told.must({ kind: 'pduRead', pdu: 'PDU-A', readings: [reading('1', 'off')] })).toEqual([])
})

it('a stranger is listed once, and no longer when it has proved who it is', () => {
  const told = openRunSite()
  const stranger = {
    kind: 'strangerSeen',
    uuid: '00000001-0000-4000-8000-000000000001',
    macs: [],
    serial: '',
    claimed: 'no key',
  } as const
  expect(kinds(told.must(stranger))).toEqual(['strangerSeen'])
  expect(told.must(stranger)).toEqual([])
  told.hold(1)
  expect(told.state.strangers).toEqual([])
  expect(told.must(stranger)).toEqual([])
})
