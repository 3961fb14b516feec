// Every object the virtual PDUs claim must stand in a recording of a real unit, with the same type. The recordings are not part of the repository.
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { makeVirtualPdu, type VirtualPdu } from '#sim/pdu/virtual-pdu.ts'
import { VirtualClock } from '#sim/virtual-clock.ts'
import { masterSwitch, rpdu, rpdu2 } from './apc-oids.ts'
import { makeClient, type Answer } from './snmp-client.ts'

const folder = fileURLToPath(new URL('../../../shared/pdu-recordings/', import.meta.url))

interface Recorded {
  readonly type: number
  readonly text: string
}

/** snmprec lines are `oid|type|value`; the type ends in `x` where the value is hexadecimal and may carry a variation. */
function readRecording(file: string): Map<string, Recorded> {
  const lines = readFileSync(`${folder}${file}.snmprec`, 'utf8').split('\n')
  const rows = lines.flatMap(line => {
    const [oid, tag, ...value] = line.split('|')
    const type = /^(\d+)(x?)/.exec(tag ?? '')
    if (!oid || !type) return []
    const raw = value.join('|')
    const text = type[2] ? Buffer.from(raw, 'hex').toString('utf8') : raw
    return [[oid, { type: Number(type[1]), text }] as const]
  })
  return new Map(rows)
}

async function walkAll(kind: 'rpdu2' | 'rpdu' | 'masterswitch', outlets: number): Promise<Answer[]> {
  const pdu: VirtualPdu = makeVirtualPdu({
    clock: new VirtualClock(),
    kind,
    serial: 'SERIAL',
    name: 'name',
    outlets,
    communityRead: 'public',
    communityWrite: 'private',
    address: '127.0.0.1',
    loadWattsOf: () => 100,
  })
  pdu.setInitial({ 1: true })
  await pdu.open()
  const client = makeClient({ port: pdu.port })
  try {
    return [...(await client.walk('1.3.6.1.2.1')), ...(await client.walk('1.3.6.1.4.1.318'))]
  } finally {
    client.close()
    await pdu.close()
  }
}

const apcTables = /^1\.3\.6\.1\.4\.1\.318\.1\.1\.(4|12|26)\./

describe.skipIf(!existsSync(folder))('virtual APC PDUs beside recordings of real ones', () => {
  it('an rpdu2 answers nothing an AP8641 with as many outlets does not, and in the same types', async () => {
    const real = readRecording('snmpsimdata_apc-8641')
    const ours = await walkAll('rpdu2', 24)
    expect(ours.length).toBeGreaterThan(24 * 40)
    const strange = ours.filter(each => real.get(each.oid)?.type !== each.type)
    expect(strange.map(each => [each.oid, each.type, real.get(each.oid)?.type])).toEqual([])
  })

  it('an rpdu2 has the columns of the AP8641 that say who, how many, on, off, pending, how much', async () => {
    const ours = new Set((await walkAll('rpdu2', 24)).map(each => each.oid))
    const real = readRecording('snmpsimdata_apc-8641')
    const columns = [rpdu2, rpdu, masterSwitch].flatMap(table => Object.values(table))
    const wanted = [...real.keys()].filter(oid =>
      columns.some(column => oid === column || oid.startsWith(`${column}.`)),
    )
    expect(wanted.length).toBeGreaterThan(20 * 16)
    expect(wanted.filter(oid => !ours.has(oid))).toEqual([])
  })

  it('an rpdu2 counts, numbers and splits its outlets over banks as the AP8641 does', async () => {
    const ours = new Map((await walkAll('rpdu2', 24)).map(each => [each.oid, String(each.value)]))
    const real = readRecording('snmpsimdata_apc-8641')
    const base = '1.3.6.1.4.1.318.1.1'
    const scalars = '4.4.1.0 4.2.1.0 12.3.1.1.0 12.3.1.3.0 12.3.1.4.0 12.3.1.5.0 26.7.0 26.9.1.0 26.9.3.0'.split(' ')
    const idents = '26.2.1.5.1 26.2.1.6.1 26.2.1.7.1 26.2.1.8.1 26.4.3.1.18.1 26.4.4.1.4.1'.split(' ')
    const equal = [...scalars, ...idents].map(oid => `${base}.${oid}`)
    equal.push('1.3.6.1.2.1.1.2.0', '1.3.6.1.2.1.1.7.0')
    equal.push(...[4, 5, 7, 8, 9, 10].map(column => `${base}.12.1.${column}.0`))
    equal.push(...[4, 5, 6, 7, 8, 9].map(column => `${base}.26.4.2.1.${column}.1`))
    const rows = Array.from({ length: 24 }, (_, at) => at + 1)
    const perRow = ['12.3.3.1.1.5', '12.3.5.1.1.3', '26.9.2.2.1.5', '26.9.2.2.1.6', '26.9.2.3.1.2', '26.9.2.3.1.4']
    equal.push(...rows.flatMap(row => perRow.map(column => `${base}.${column}.${row}`)))
    expect(equal.map(oid => [oid, ours.get(oid)])).toEqual(equal.map(oid => [oid, real.get(oid)?.text]))
  })

  it('a masterswitch has exactly the outlet columns of the old unit', async () => {
    const real = readRecording('apc_masterswitch2')
    const control = '1.3.6.1.4.1.318.1.1.4.4.2.1.'
    const ours = (await walkAll('masterswitch', 8)).filter(each => each.oid.startsWith(control))
    const recorded = [...real].filter(([oid]) => oid.startsWith(control))
    expect(ours.map(each => [each.oid, each.type])).toEqual(recorded.map(([oid, { type }]) => [oid, type]))
  })

  it.each(['rpdu', 'rpdu2'] as const)(
    'an %s with eight outlets agrees with the AP7900B where both answer',
    async kind => {
      const real = readRecording('apc_ap7900b')
      const shared = (await walkAll(kind, 8)).filter(each => apcTables.test(each.oid) && real.has(each.oid))
      expect(shared.length).toBeGreaterThan(32)
      expect(shared.filter(each => real.get(each.oid)?.type !== each.type)).toEqual([])
    },
  )
})
