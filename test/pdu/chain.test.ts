// A daisy chain: one table over several units, named by unit and printed number, never by row.
import { describe, expect, it } from 'vitest'
import { apcRpdu2 } from '#main/pdu/families/apc-rpdu2.ts'
import { maasDriverOf } from '#main/pdu/maas-driver.ts'
import { usualTimeouts } from '#main/pdu/session.ts'
import type { SnmpValue } from '#main/pdu/snmp-value.ts'
import { locate, look } from '#main/pdu/spot.ts'
import { VirtualClock } from '#sim/virtual-clock.ts'
import { int, scriptedSession, text } from './scripted-session.ts'

const apc = '1.3.6.1.4.1.318.1.1.26'

interface Placed {
  readonly unit: number
  readonly number: number
}

/** A host in unit 1 and a guest in unit 2; rows and meters in the order given. */
function chain(rows: readonly Placed[], meters: readonly Placed[] = rows, host = 1): Record<string, SnmpValue> {
  const cells: Record<string, SnmpValue> = { '1.3.6.1.2.1.1.3.0': int(4711) }
  for (const unit of [1, 2]) {
    cells[`${apc}.2.1.9.${unit}`] = text(`ZA000${unit}`)
    cells[`${apc}.4.3.1.18.${unit}`] = int(unit === host ? 2 : 3)
  }
  for (const [at, { unit, number }] of rows.entries()) {
    const on = unit === 2 && number === 1
    Object.assign(cells, {
      [`${apc}.9.2.3.1.2.${at + 1}`]: int(unit),
      [`${apc}.9.2.3.1.4.${at + 1}`]: int(number),
      [`${apc}.9.2.3.1.5.${at + 1}`]: int(on ? 2 : 1),
      [`${apc}.9.2.3.1.6.${at + 1}`]: int(2),
      [`${apc}.9.2.4.1.5.${at + 1}`]: int(on ? 1 : 2),
    })
  }
  for (const [at, { unit, number }] of meters.entries())
    Object.assign(cells, {
      [`${apc}.9.4.3.1.2.${at + 1}`]: int(unit),
      [`${apc}.9.4.3.1.4.${at + 1}`]: int(number),
      [`${apc}.9.4.3.1.6.${at + 1}`]: int(number),
      [`${apc}.9.4.3.1.7.${at + 1}`]: int(unit * 100 + number),
    })
  return cells
}

const placed = (unit: number, ...numbers: number[]): Placed[] => numbers.map(number => ({ unit, number }))

const target = (id: string, bulk = true) => ({
  id,
  family: 'apc-rpdu2',
  access: { address: { host: '127.0.0.1', port: 161 }, version: '2c' as const, community: 'private' },
  bulk,
  maxOids: 16,
  delaySeconds: 0,
})

describe('a chain of APC PDUs', () => {
  it.each([true, false])('finds an outlet by unit and number, wherever its row is (GETBULK: %s)', async bulk => {
    const { session } = scriptedSession(chain([...placed(2, 2, 1), ...placed(1, 1, 2)]))
    const spot = await locate(session, apcRpdu2, target('ZA0001', bulk), '2.1')
    expect(spot).toMatchObject({
      ok: true,
      value: {
        outlet: { row: '2', unit: 2, number: 1 },
        reading: { outlet: '2.1', state: 'on', watts: 201, amps: 0.1 },
      },
    })
  })

  it("does not take one unit's meter for another's", async () => {
    const { session } = scriptedSession(chain([...placed(1, 1, 2), ...placed(2, 1, 2)], placed(2, 1, 2)))
    const metered = await locate(session, apcRpdu2, target('ZA0001'), '2.2')
    expect(metered).toMatchObject({ value: { reading: { watts: 202 } } })
    const unmetered = await locate(session, apcRpdu2, target('ZA0001'), '1.2')
    expect(unmetered).toMatchObject({ value: { reading: { watts: null, amps: null } } })
  })

  it('is named after its host, and refuses when the host has changed', async () => {
    const rows = [...placed(1, 1), ...placed(2, 1)]
    const { session } = scriptedSession(chain(rows, rows, 2))
    const spot = await locate(session, apcRpdu2, target('ZA0001'), '1.1')
    expect(spot).toMatchObject({ ok: false, fault: { kind: 'wrongDevice', detail: expect.stringContaining('ZA0002') } })
  })

  it.each([
    ['a neighbour', [...placed(1, 2, 1), ...placed(2, 1, 2)]],
    ['the other unit', [...placed(2, 1, 2), ...placed(1, 1, 2)]],
  ])('notices when the row it watches has become that of %s', async (_, moved) => {
    const rows = [...placed(1, 1, 2), ...placed(2, 1, 2)]
    const spot = await locate(scriptedSession(chain(rows)).session, apcRpdu2, target('ZA0001'), '1.1')
    if (!spot.ok) throw new Error(spot.fault.detail)
    const { outlet, units } = spot.value
    expect(await look(scriptedSession(chain(rows)).session, apcRpdu2, outlet, units)).toMatchObject({ ok: true })
    const later = await look(scriptedSession(chain(moved)).session, apcRpdu2, outlet, units)
    expect(later).toMatchObject({ ok: false, fault: { kind: 'gone' } })
  })

  it('does not guess the unit of an outlet named without one', async () => {
    const { session } = scriptedSession(chain([...placed(1, 1), ...placed(2, 1)]))
    expect(await locate(session, apcRpdu2, target('ZA0001'), '1')).toMatchObject({ ok: false, fault: { kind: 'gone' } })
  })

  it.each([1.5, 2 ** 64, -1, 1000])('takes a row that says it is number %d for no outlet', async number => {
    const { session } = scriptedSession({
      ...chain([...placed(1, 1), ...placed(2, 1)]),
      '1.3.6.1.4.1.318.1.1.26.9.2.3.1.4.2': text(String(number)),
    })
    expect(await locate(session, apcRpdu2, target('ZA0001'), '2.1')).toMatchObject({ fault: { kind: 'gone' } })
    expect(await locate(session, apcRpdu2, target('ZA0001'), '1.5')).toMatchObject({ fault: { kind: 'gone' } })
    expect(await locate(session, apcRpdu2, target('ZA0001'), '1.1')).toMatchObject({ ok: true })
  })

  it('does not switch an outlet that two rows claim', async () => {
    const { session } = scriptedSession(chain([...placed(1, 1), ...placed(2, 1, 1)]))
    expect(await locate(session, apcRpdu2, target('ZA0001'), '2.1')).toMatchObject({ fault: { kind: 'malformed' } })
  })

  it('is not offered to MAAS, which would switch the same number on unit 1', async () => {
    const question = {
      access: target('ZA0001').access,
      family: apcRpdu2,
      has: () => true,
      units: [1, 2],
      firstOutlet: 1,
    }
    const driver = await maasDriverOf(question, { clock: new VirtualClock(), timeouts: usualTimeouts })
    expect(driver).toMatchObject({ drivable: false, reasons: [expect.stringContaining('unit 2')] })
  })
})
