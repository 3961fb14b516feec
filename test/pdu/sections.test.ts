// Outlets whose printed number is not enough: infeeds, cords and branches that each begin with 1.
import { describe, expect, it } from 'vitest'
import { sharedBy } from '#core/headroom.ts'
import { apcMasterswitchPlus } from '#main/pdu/families/apc-masterswitch-plus.ts'
import { cyberpowerEpdu2 } from '#main/pdu/families/cyberpower-epdu2.ts'
import { liebertMph } from '#main/pdu/families/liebert-mph.ts'
import { sentry4 } from '#main/pdu/families/sentry4.ts'
import { vertivGeist } from '#main/pdu/families/vertiv-geist.ts'
import type { Family } from '#main/pdu/family.ts'
import { distinct, factColumns, factsOf, outletsOf, placeColumns } from '#main/pdu/outlets.ts'
import { loadsOf, sharedTables } from '#main/pdu/shared.ts'
import type { SnmpValue } from '#main/pdu/snmp-value.ts'
import { locate, look } from '#main/pdu/spot.ts'
import { walkColumns, walkTables } from '#main/pdu/walk.ts'
import { always, makeRack } from './contract-rack.ts'
import { int, scriptedSession, text } from './scripted-session.ts'
import { subjects } from './subjects.ts'

const target = (family: Family, id: string) => ({
  id,
  family: family.name,
  access: { address: { host: '127.0.0.1', port: 161 }, version: '2c' as const, community: 'private' },
  bulk: family.bulk,
  maxOids: 16,
  delaySeconds: 0,
})

const chained = { sentry3: ['AA', 'BA'], sentry4: ['AA', 'BA'], 'liebert-mph': ['1-A-', '2-A-'] }

describe.each(subjects.filter(({ kind }) => kind in chained))('$family: two units, one section in each', subject => {
  const rack = makeRack(subject)
  const prefixes = chained[subject.kind as keyof typeof chained]
  const upTo = Array.from({ length: 24 }, (_, at) => at + 1)
  const options = { outlets: 24, guests: [{ serial: 'ZA1744099999', outlets: 24 }] }

  it('names an outlet by unit, section and number, and keeps what the vendor prints', async () => {
    const { pdu, port, access } = await rack.build(options)
    pdu.setInitial({ '1.2': true, '2.24': true })
    const { probe } = await rack.known(port, access)
    const { outlets } = probe.facts
    expect(outlets.map(({ id, unit, label }) => `${id} of ${unit}: ${label}`)).toEqual(
      prefixes.flatMap((prefix, at) => upTo.map(number => `${at + 1}1.${number} of ${at + 1}: ${prefix}${number}`)),
    )
    expect(probe.readings.filter(({ state }) => state === 'on').map(({ outlet }) => outlet)).toEqual(['11.2', '21.24'])
  })

  it('switches the outlet of the second unit and not its namesake on the first', async () => {
    const { pdu, port, access, clock } = await rack.build(options)
    const { target: held } = await rack.known(port, access)
    for (const to of ['on', 'off'] as const) {
      const outcome = rack.remember(await rack.settled(clock, port.switchOutlet(held, '21.5', to, always)))
      expect(outcome).toMatchObject({ ok: true, value: { sent: true, after: { outlet: '21.5', state: to } } })
      const live = [1, 2].flatMap(unit => upTo.map(number => `${unit}.${number}`)).filter(key => pdu.isLive(key))
      expect(live).toEqual(to === 'on' ? ['2.5'] : [])
    }
  })

  it('does not take an outlet named without its unit for any of them', async () => {
    const { pdu, port, access, clock } = await rack.build(options)
    const { target: held } = await rack.known(port, access)
    for (const id of ['5', '2.5', '12.5'])
      expect(rack.faultOf(await rack.settled(clock, port.switchOutlet(held, id, 'on', always)))).toMatchObject({
        kind: 'gone',
      })
    expect(pdu.sets).toEqual([])
  })
})

const st4 = '1.3.6.1.4.1.1718.4.1'

/** One unit with two cords of two outlets. */
function twoCords(): Record<string, SnmpValue> {
  const cells: Record<string, SnmpValue> = { [`${st4}.2.2.1.4.1`]: text('ADAB0001'), [`${st4}.2.2.1.7.1`]: int(0) }
  for (const cord of [1, 2])
    for (const outlet of [1, 2])
      Object.assign(cells, {
        [`${st4}.8.3.1.1.1.${cord}.${outlet}`]: int(cord === 2 && outlet === 1 ? 1 : 2),
        [`${st4}.8.5.1.1.1.${cord}.${outlet}`]: int(cord === 2 && outlet === 2 ? 8 : 10),
        [`${st4}.8.2.1.32.1.${cord}.${outlet}`]: text(`A${'AB'[cord - 1]}${outlet + 10}`),
      })
  return cells
}

async function listed(family: Family, cells: Record<string, SnmpValue>) {
  const { session } = scriptedSession(cells)
  const columns = distinct([...placeColumns(family, []), ...factColumns(family)])
  const table = await walkColumns(session, columns, { bulk: false, maxOids: 16 })
  if (!table.ok) throw new Error(table.fault.detail)
  return outletsOf(family, table.value, []).map(outlet => ({
    ...outlet,
    ...factsOf(family, table.value.cell, outlet),
  }))
}

describe('two cords of one unit', () => {
  it('do not mix up their first outlets, and a bank is the number its name ends in', async () => {
    const outlets = await listed(sentry4, twoCords())
    expect(outlets.map(({ id, unit, row, bank }) => ({ id, unit, row, bank }))).toEqual([
      { id: '11.1', unit: 1, row: '1.1.1', bank: 11 },
      { id: '11.2', unit: 1, row: '1.1.2', bank: 12 },
      { id: '12.1', unit: 1, row: '1.2.1', bank: 11 },
      { id: '12.2', unit: 1, row: '1.2.2', bank: 12 },
    ])
  })

  it('have each its own banks: what the rules take for the breaker of an outlet is the one of its cord', async () => {
    const cells = twoCords()
    for (const cord of [1, 2])
      for (const branch of [11, 12]) cells[`${st4}.7.3.1.3.1.${cord}.${branch}`] = int(cord * 1000 + branch)
    const shared = await walkTables(scriptedSession(cells).session, sharedTables(sentry4), { bulk: false, maxOids: 16 })
    if (!shared.ok) throw new Error(shared.fault.detail)
    const loads = loadsOf(sentry4, shared.value, [])
    const outlets = await listed(sentry4, cells)
    expect(outlets.map(outlet => [outlet.id, ...sharedBy(loads, outlet).map(({ amps }) => amps)])).toEqual([
      ['11.1', 10.11],
      ['11.2', 10.12],
      ['12.1', 20.11],
      ['12.2', 20.12],
    ])
  })

  it('show a command under way by the control state, whatever the state column says', async () => {
    const { session } = scriptedSession(twoCords())
    const states = await Promise.all(
      ['11.1', '12.1', '12.2'].map(async id => {
        const spot = await locate(session, sentry4, target(sentry4, 'ADAB0001'), id)
        return spot.ok ? spot.value.reading.state : spot.fault.kind
      }),
    )
    expect(states).toEqual(['off', 'on', 'pending'])
  })
})

const liebert = '1.3.6.1.4.1.476.1.42.3.8'

/** Branches by their index in the agent, each with one receptacle that is on. */
function branches(positions: Readonly<Record<number, number>>): Record<string, SnmpValue> {
  const cells: Record<string, SnmpValue> = { [`${liebert}.20.1.45.1`]: text('LB0001') }
  for (const [index, position] of Object.entries(positions))
    Object.assign(cells, {
      [`${liebert}.40.20.1.25.1.${index}`]: int(position),
      [`${liebert}.50.20.1.30.1.${index}.1`]: int(1),
      [`${liebert}.50.20.1.95.1.${index}.1`]: int(2),
    })
  return cells
}

describe('branches of a Liebert PDU', () => {
  it('are told by their position, because their index is the agent’s own', async () => {
    const outlets = await listed(liebertMph, branches({ 2: 1, 5: 2 }))
    expect(outlets.map(({ id, row, bank }) => ({ id, row, bank }))).toEqual([
      { id: '11.1', row: '1.2.1', bank: 1 },
      { id: '12.1', row: '1.5.1', bank: 2 },
    ])
  })

  it('are left out where unit and position would read like another outlet', async () => {
    expect((await listed(liebertMph, branches({ 2: 1, 3: 10 }))).map(({ row }) => row)).toEqual(['1.2.1'])
  })

  it('that changed places under a watched outlet are noticed', async () => {
    const spot = await locate(
      scriptedSession(branches({ 2: 1, 3: 2 })).session,
      liebertMph,
      target(liebertMph, 'LB0001'),
      '11.1',
    )
    if (!spot.ok) throw new Error(spot.fault.detail)
    const { outlet, units } = spot.value
    const later = await look(scriptedSession(branches({ 2: 2, 3: 1 })).session, liebertMph, outlet, units)
    expect(later).toMatchObject({ ok: false, fault: { kind: 'gone' } })
  })
})

describe('rows that are not what they seem', () => {
  const geist = '1.3.6.1.4.1.21239.5.2.3'
  const cps = '1.3.6.1.4.1.3808.1.1.6.6.1'
  const msp = '1.3.6.1.4.1.318.1.1.6'

  it('meters of a Vertiv PDU belong to the outlet of the same name, not to that of the same row', async () => {
    const cells: Record<string, SnmpValue> = { '1.3.6.1.4.1.21239.5.2.1.10.0': text('VT0001') }
    for (const [row, name] of ['Outlet 1', 'Outlet 2', 'Outlet 3'].entries())
      Object.assign(cells, {
        [`${geist}.5.1.2.${row + 1}`]: text(name),
        [`${geist}.5.1.4.${row + 1}`]: int(1),
      })
    for (const [row, name] of ['Outlet 2', 'Outlet 1', 'Outlet 1'].entries())
      Object.assign(cells, {
        [`${geist}.6.1.2.${row + 1}`]: text(name),
        [`${geist}.6.1.12.${row + 1}`]: int(100 + row),
      })
    const watts = await Promise.all(
      ['1', '2', '3'].map(async id => {
        const spot = await locate(scriptedSession(cells).session, vertivGeist, target(vertivGeist, 'VT0001'), id)
        return spot.ok ? spot.value.reading.watts : spot.fault.kind
      }),
    )
    expect(watts).toEqual([null, 100, null])
  })

  it('a CyberPower PDU that does not say which outlet a row is can be looked at and is not switched', async () => {
    const cells: Record<string, SnmpValue> = { '1.3.6.1.4.1.3808.1.1.3.1.6.0': text('CP0001') }
    for (const row of [1, 2]) Object.assign(cells, { [`${cps}.4.1.5.${row}`]: int(1), [`${cps}.5.1.5.${row}`]: int(1) })
    const outlets = await listed(cyberpowerEpdu2, cells)
    expect(outlets.map(({ id, switchable }) => ({ id, switchable }))).toEqual([
      { id: '1', switchable: false },
      { id: '2', switchable: false },
    ])
    const spot = await locate(scriptedSession(cells).session, cyberpowerEpdu2, target(cyberpowerEpdu2, 'CP0001'), '2')
    expect(spot).toMatchObject({ ok: false, fault: { kind: 'gone' } })
  })

  it('a MasterSwitch plus is read by its columns, with two parts in the index or three', async () => {
    for (const middle of ['', '1.']) {
      const cells: Record<string, SnmpValue> = {}
      for (const unit of [1, 2]) {
        cells[`${msp}.1.2.1.7.${unit}`] = text(`MS000${unit}`)
        for (const outlet of [1, 2])
          Object.assign(cells, {
            [`${msp}.7.1.1.1.${unit}.${middle}${outlet}`]: int(unit),
            [`${msp}.7.1.1.3.${unit}.${middle}${outlet}`]: int(outlet),
            [`${msp}.7.1.1.5.${unit}.${middle}${outlet}`]: int(2),
          })
      }
      const { session } = scriptedSession(cells)
      const spot = await locate(session, apcMasterswitchPlus, target(apcMasterswitchPlus, 'MS0001'), '2.1')
      expect(spot).toMatchObject({ ok: true, value: { outlet: { unit: 2, number: 1, row: `2.${middle}1` } } })
    }
  })
})
