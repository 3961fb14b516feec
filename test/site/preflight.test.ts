// What a preflight's answer means, and what Racklight advises: nothing is opened without its risk being named.
import { describe, expect, it } from 'vitest'
import { fault, ok, type Result } from '#core/fault.ts'
import type { Pdu } from '#core/state.ts'
import type { MaasAnswer, MaasQuestion } from '#main/pdu/preflight.ts'
import { bmcsOf, judgePreflight, withoutQuestion, type Bmcs } from '#main/site/preflight.ts'
import { at, openRunSite, readySite, type Told } from '../core/model/site.ts'
import { clientOf, openMaas } from '../maas/with-maas.ts'

const question: MaasQuestion = {
  powerType: 'apc',
  host: 'pdu-a.example',
  version: '1',
  community: 'private',
  oid: '1.3.6.1.4.1.318.1.1.12.3.3.1.1.4.1',
  outlet: '1',
  unit: 1,
}
const reads: Result<MaasAnswer> = ok({ text: 'INTEGER: 1', state: 'on' })
const silence: Result<MaasAnswer> = fault('timeout', 'pdu-a.example', 'No answer within 6 s.')
const pdu = (change: Partial<Pdu> = {}): Pdu => {
  const known = readySite().state.pdus['PDU-A']
  if (!known) throw new Error('no PDU')
  return { ...known, ...change }
}
const v3 = (): Pdu => {
  const known = pdu()
  return { ...known, facts: { ...known.facts, snmp: { ...known.facts.snmp, version: '3' } } }
}

describe('a preflight', () => {
  it('is green when the question was answered, says that only reading was tried, and from where', () => {
    const judged = judgePreflight(pdu(), question, reads, 'unknown')
    expect(judged).toMatchObject({
      name: 'pdu-a',
      from: 'this laptop',
      asked: { version: '1', community: 'private', oid: question.oid },
      answer: 'INTEGER: 1',
      ok: true,
      reasons: [],
    })
    expect(judged.advice.join(' ')).toMatch(/was not tried/)
    expect(judged.advice.join(' ')).toMatch(/rack controllers/)
  })

  it.each<[string, Pdu, Result<MaasAnswer>, Bmcs, RegExp]>([
    ['silence', pdu(), silence, 'none', /was not answered: No answer within 6 s/],
    ['an answer the driver cannot read', pdu(), ok({ text: 'INTEGER: 3', state: null }), 'none', /finds no state/],
    [
      'another port',
      pdu({ address: { host: 'pdu-a.example', port: 1161 } }),
      reads,
      'none',
      /always asks port 161.*port 1161/,
    ],
    ['SNMPv3 and machines without a BMC', v3(), silence, 'some', /was not answered/],
  ])('is not green for %s, and never advises to open anything without the risk', (_, who, answer, bmcs, reason) => {
    const judged = judgePreflight(who, question, answer, bmcs)
    expect(judged.ok).toBe(false)
    expect(judged.reasons.join(' ')).toMatch(reason)
    expect(judged.advice[0]).toMatch(/^Keep the BMC/)
    for (const line of judged.advice.filter(one => /write|open it/.test(one)))
      expect(line).toMatch(/The risk: .*switch/)
  })

  it('is green for SNMPv3 alone where MAAS has a BMC for every machine: keep it, and open nothing', () => {
    const judged = judgePreflight(v3(), question, silence, 'all')
    expect(judged).toMatchObject({ ok: true, answer: null })
    expect(judged.advice).toEqual([expect.stringMatching(/^Keep the BMC/)])
  })

  it('says so when MAAS has no driver, or none for that outlet', () => {
    const none = pdu()
    const manual = { ...none, facts: { ...none.facts, maas: { ...none.facts.maas, powerType: 'manual' } } }
    expect(withoutQuestion(manual, undefined, 'none')).toMatchObject({ asked: null, ok: false, powerType: 'manual' })
    expect(withoutQuestion(manual, undefined, 'all').ok).toBe(true)
    expect(withoutQuestion(none, '2.7', 'none').reasons.join()).toMatch(/first unit alone, and outlet 2\.7/)
  })
})

/** Outlet A-1 is bound to a machine. */
const boundSite = (): Told => {
  const told = openRunSite()
  told.hold(1)
  told.cut()
  told.silence()
  return told
}

describe('how MAAS switches the machines of a PDU', () => {
  const withMachine = async (powerType: string) => {
    const { maas, clock } = await openMaas()
    const { systemId } = maas.addMachine({ macs: ['52:54:00:00:00:01'], powerType, powerParameters: {} })
    const told = boundSite()
    const machine = told.outlet(at('A', 1)).binding?.machine ?? ''
    const client = clientOf(maas, clock)
    const ask = () => bmcsOf(told.state, told.state.pdus['PDU-A'] as Pdu, client)
    return { told, machine, systemId, ask }
  }

  it('is read from MAAS once the machine is known there, and unknown before', async () => {
    const { told, machine, systemId, ask } = await withMachine('ipmi')
    expect(await ask()).toBe('unknown')
    told.must({ kind: 'maasRecorded', machine, systemId, changes: [], refused: [] })
    expect(await ask()).toBe('all')
    expect(await bmcsOf(told.state, told.state.pdus['PDU-A'] as Pdu, null)).toBe('unknown')
    expect(await bmcsOf(told.state, told.state.pdus['PDU-B'] as Pdu, null)).toBe('unknown')
  })

  it.each(['', 'manual', 'apc'])('is no BMC for power type "%s"', async powerType => {
    const { told, machine, systemId, ask } = await withMachine(powerType)
    told.must({ kind: 'maasRecorded', machine, systemId, changes: [], refused: [] })
    expect(await ask()).toBe('none')
  })
})
