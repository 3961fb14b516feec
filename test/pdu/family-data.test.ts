// What families say beyond state and command, held against simulators that were written from the MIBs by themselves.
import { describe, expect, it } from 'vitest'
import { families } from '#main/pdu/families.ts'
import type { Column, SharedLoad } from '#main/pdu/family.ts'
import { openSession } from '#main/pdu/session.ts'
import type { Session } from '#main/pdu/session.ts'
import { numberOf, textOf } from '#main/pdu/snmp-value.ts'
import { walkColumns } from '#main/pdu/walk.ts'
import { VirtualClock } from '#sim/virtual-clock.ts'
import { accessTo, makeRack, patient } from './contract-rack.ts'
import { subjects } from './subjects.ts'

const kinds = [
  'masterswitch-plus',
  'sentry3',
  'sentry4',
  'cyberpower-epdu',
  'cyberpower-epdu2',
  'vertiv-geist',
  'liebert-mph',
]
const volts = 230

describe.each(subjects.filter(({ kind }) => kinds.includes(kind)))('$family: what else it says', subject => {
  const rack = makeRack(subject)
  const family = families.find(({ name }) => name === subject.family)
  if (!family) throw new Error(`no family ${subject.family}`)

  async function poweredUp() {
    const clock = new VirtualClock()
    const pdu = await rack.powerUp(clock, { outlets: 8, bankOf: outlet => (outlet > 4 ? 2 : 1) })
    pdu.setInitial(true)
    return { clock, pdu, session: openSession(accessTo(pdu.port), '2c', { clock, timeouts: patient }) }
  }

  const rowsOf = async (session: Session): Promise<readonly string[]> => {
    const table = await walkColumns(session, [family.state.column], { bulk: false, maxOids: 16 })
    return table.ok ? table.value.rows(family.state.column) : []
  }

  const cellAt = async (session: Session, column: Column, row: string) => {
    const answer = await session.get([`${column.oid}.${column.at ? column.at(row) : row}`])
    return answer.ok ? answer.value[0]?.value : undefined
  }

  it('its control column is as well known as the contract has it', () => expect(family.control).toBe(subject.control))

  it('a name reads the same where it would be written', async () => {
    const { session } = await poweredUp()
    const row = (await rowsOf(session))[2] ?? ''
    for (const column of [family.outletName, family.nameWrite?.column])
      expect(column && textOf(await cellAt(session, column, row))).toBe('Outlet 3')
    session.close()
  })

  it('every obstacle is told apart from an outlet that obeys', async () => {
    const { pdu, session } = await poweredUp()
    const row = (await rowsOf(session))[2] ?? ''
    const toldNow = async (): Promise<string[]> => {
      const told = (family.obstacles ?? []).map(
        async ({ column, values }) => values[numberOf(await cellAt(session, column, row)) ?? Number.NaN],
      )
      return (await Promise.all(told)).filter(obstacle => obstacle !== undefined)
    }
    for (const obstacle of new Set((family.obstacles ?? []).flatMap(({ values }) => Object.values(values)))) {
      expect(await toldNow()).toEqual([])
      pdu.setObstacle(3, obstacle)
      expect(new Set(await toldNow())).toEqual(new Set([obstacle]))
      pdu.setObstacle(3, null)
    }
    session.close()
  })

  it.skipIf(!family.timedCut)('the timed cut ends by itself, after the seconds it tells', async () => {
    const { pdu, session, clock } = await poweredUp()
    const cut = family.timedCut ?? expect.unreachable('there is one')
    const row = (await rowsOf(session))[2] ?? ''
    const seconds = numberOf(await cellAt(session, cut.offSeconds, row)) ?? Number.NaN
    expect(seconds).toBe(5)
    const { column, value } = cut.command
    expect(await session.set({ oid: `${column.oid}.${row}`, value, type: 'Integer' })).toMatchObject({ ok: true })
    const live = (): number[] => [1, 2, 3, 4].filter(outlet => pdu.isLive(outlet))
    await clock.advance(1000)
    expect(live()).toEqual([1, 2, 4])
    await clock.advance((seconds - 1) * 1000)
    expect(live()).toEqual([1, 2, 4])
    // The simulated relays and their column take time of their own, twice.
    await clock.advance(3000)
    expect(live()).toEqual([1, 2, 3, 4])
    session.close()
  })

  it.skipIf(!family.shared)('what outlets share adds up to what they draw, and may carry what it says', async () => {
    const { pdu, session } = await poweredUp()
    for (const shared of family.shared ?? []) {
      const rows = await sharedRows(session, shared)
      expect(rows.length).toBeGreaterThan(0)
      const total = rows.reduce((sum, { amps }) => sum + amps, 0)
      expect(total).toBeCloseTo(pdu.watts() / volts, 0)
      for (const { rating } of rows) if (rating !== null) expect(rating).toBeGreaterThanOrEqual(0)
    }
    session.close()
  })

  async function sharedRows(session: Session, shared: SharedLoad) {
    const { amps, number, ratingAmps } = shared
    const first = shared.rows ?? amps.column
    const table = await walkColumns(session, [first], { bulk: false, maxOids: 16 })
    const rows = table.ok ? table.value.rows(first) : []
    const read = rows.map(async row => ({
      number: number ? numberOf(await cellAt(session, number, row)) : Number(row.split('.').at(-1)),
      amps: (numberOf(await cellAt(session, amps.column, row)) ?? Number.NaN) * amps.scale,
      rating: ratingAmps
        ? (numberOf(await cellAt(session, ratingAmps.column, row)) ?? Number.NaN) * ratingAmps.scale
        : null,
    }))
    return (await Promise.all(read)).filter(each => each.number !== 0)
  }
})
