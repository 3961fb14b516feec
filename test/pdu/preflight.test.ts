// The preflight asks a true agent what MAAS's driver would ask, and makes of the answer what the driver would.
import { afterEach, describe, expect, it } from 'vitest'
import type { PduFacts } from '#core/rack.ts'
import { systemClock } from '#main/engine/system-clock.ts'
import { apcRpdu2 } from '#main/pdu/families/apc-rpdu2.ts'
import type { Family } from '#main/pdu/family.ts'
import { makePduPort } from '#main/pdu/port.ts'
import { askAsMaas, maasQuestionOf } from '#main/pdu/preflight.ts'
import { makeVirtualPdu, type VirtualPdu, type VirtualPduOptions } from '#sim/pdu/virtual-pdu.ts'

const timeouts = { readTimeoutMs: 80, readRetries: 1, setTimeoutMs: 80 }
const options = { clock: systemClock, timeouts }
const host = '127.0.0.1'

const open: VirtualPdu[] = []
afterEach(async () => void (await Promise.all(open.splice(0).map(each => each.close()))))

const powerUp = async (more: Partial<VirtualPduOptions> = {}): Promise<{ pdu: VirtualPdu; facts: PduFacts }> => {
  const pdu = makeVirtualPdu({
    clock: systemClock,
    kind: 'rpdu2',
    serial: 'ZA0042',
    name: 'asked',
    outlets: 4,
    communityRead: 'public',
    communityWrite: 'private',
    address: host,
    loadWattsOf: () => 0,
    ...more,
  })
  await pdu.open()
  open.push(pdu)
  pdu.setInitial({ 2: true })
  const access = {
    address: { host, port: pdu.port },
    version: 'any',
    community: more.communityWrite ?? 'private',
  } as const
  const probe = await makePduPort(options).probe(access)
  if (!probe.ok) throw new Error(probe.fault.detail)
  return { pdu, facts: probe.value.facts }
}

const question = (facts: PduFacts, outlet?: string, known?: readonly Family[]) => {
  const asked = maasQuestionOf(facts, host, outlet, known)
  if (!asked) throw new Error('nothing is asked')
  return asked
}

describe('the question', () => {
  it('is that of MAAS: version, community, table and index, for the first outlet or the one that is named', async () => {
    const { facts } = await powerUp()
    const rpdu = '1.3.6.1.4.1.318.1.1.12.3.3.1.1.4'
    expect(question(facts)).toEqual({
      powerType: 'apc',
      host,
      version: '1',
      community: 'private',
      oid: `${rpdu}.1`,
      outlet: '1',
      unit: 1,
    })
    expect(question(facts, '3').oid).toBe(`${rpdu}.3`)
    expect(maasQuestionOf(facts, host, '99')).toBeNull()
    expect(maasQuestionOf({ ...facts, maas: { ...facts.maas, powerType: 'manual' } }, host)).toBeNull()
  })

  it('carries the unit and the rest of the index where a driver fixes them', async () => {
    const { facts } = await powerUp()
    const column = { oid: '1.3.6.1.4.1.534.6.6.7.6.6.1.2', mib: 'outletControlStatus' }
    const eaton: Family = {
      ...apcRpdu2,
      maas: [
        { powerType: 'eaton', parameters: {}, column, version: '1', community: 'private', unit: 0, indexPrefix: '0.' },
      ],
    }
    const units = facts.outlets.map((outlet, at) => ({ ...outlet, unit: at < 2 ? 1 : 0 }))
    const strapped = { ...facts, outlets: units, maas: { ...facts.maas, powerType: 'eaton', parameters: {} } }
    expect(question(strapped, undefined, [eaton])).toMatchObject({ oid: `${column.oid}.0.3`, outlet: '3', unit: 0 })
    expect(maasQuestionOf(strapped, host, '1', [eaton])).toBeNull()
  })
})

describe('the answer', () => {
  it('is one GET, read as the driver reads it, and nothing is switched', async () => {
    const { pdu, facts } = await powerUp()
    const before = { ...pdu.requests }
    const off = await askAsMaas(question(facts, '1'), options, pdu.port)
    expect(off).toEqual({ ok: true, value: { text: 'INTEGER: 2', state: 'off' } })
    expect(pdu.requests).toEqual({ ...before, get: before.get + 1 })
    const on = await askAsMaas(question(facts, '2'), options, pdu.port)
    expect(on).toEqual({ ok: true, value: { text: 'INTEGER: 1', state: 'on' } })
    expect(pdu.sets).toEqual([])
  })

  it('of a PDU whose community is another is silence', async () => {
    const { pdu, facts } = await powerUp({ communityWrite: 'hidden-one' })
    const silent = await askAsMaas(question(facts), options, pdu.port)
    expect(silent).toMatchObject({ ok: false, fault: { kind: 'timeout' } })
    expect(JSON.stringify(silent)).not.toContain('hidden-one')
  })

  it('that the driver cannot read is told as it stands', async () => {
    const { pdu, facts } = await powerUp()
    const asked = question(facts)
    const missing = { ...asked, oid: `${asked.oid.slice(0, -1)}77` }
    expect(await askAsMaas(missing, options, pdu.port)).toMatchObject({ ok: true, value: { state: null } })
    const raritan = { ...asked, powerType: 'raritan' }
    expect(await askAsMaas(raritan, options, pdu.port)).toEqual({
      ok: true,
      value: { text: 'INTEGER: 2', state: null },
    })
  })
})
