// Every column these families name is one that a PDU simulated from the same MIB answers, and what hangs on it means the same.
import { afterEach, describe, expect, it } from 'vitest'
import { families } from '#main/pdu/families.ts'
import type { Column, Family } from '#main/pdu/family.ts'
import { makePduPort } from '#main/pdu/port.ts'
import { openSession, usualTimeouts } from '#main/pdu/session.ts'
import type { Session } from '#main/pdu/session.ts'
import { numberOf, suffixOf } from '#main/pdu/snmp-value.ts'
import { makeVirtualPdu } from '#sim/pdu/virtual-pdu.ts'
import type { VirtualPdu } from '#sim/pdu/virtual-pdu.ts'
import { VirtualClock } from '#sim/virtual-clock.ts'

const kinds = ['eaton-epdu', 'eaton-revelation', 'tripplite-lx', 'panduit-g5', 'hpe-pdu2', 'hpe-pdu3', 'enlogic']
const held = families.filter(({ name }) => kinds.includes(name))

const open: VirtualPdu[] = []
const sessions: Session[] = []
afterEach(async () => {
  for (const session of sessions.splice(0)) session.close()
  await Promise.all(open.splice(0).map(pdu => pdu.close()))
})

async function powerUp(
  kind: string,
  breakerAmps = 16,
): Promise<{ pdu: VirtualPdu; clock: VirtualClock; ask: typeof asked }> {
  const clock = new VirtualClock()
  const pdu = makeVirtualPdu({
    clock,
    kind,
    serial: 'ZA1744012345',
    name: 'rack 4 left',
    outlets: 12,
    communityRead: 'public',
    communityWrite: 'private',
    address: '127.0.0.1',
    metered: true,
    breakerAmps,
    loadWattsOf: outlet => outlet * 23,
  })
  await pdu.open()
  open.push(pdu)
  const session = openSession(
    { address: { host: '127.0.0.1', port: pdu.port }, version: '2c', community: 'private' },
    '2c',
    {
      clock,
      timeouts: usualTimeouts,
    },
  )
  sessions.push(session)
  /** The number in each row of a column, by the row's index. */
  async function asked(column: Column): Promise<Map<string, number | null>> {
    const found = new Map<string, number | null>()
    for (let oid = column.oid; ;) {
      const answer = await session.getNext([oid])
      const [varbind] = answer.ok ? answer.value : []
      const index = varbind && suffixOf(column.oid, varbind.oid)
      if (!varbind || index === null || index === undefined || varbind.value.kind === 'missing') return found
      found.set(index, numberOf(varbind.value))
      oid = varbind.oid
    }
  }
  return { pdu, clock, ask: asked }
}

const columnsOf = (family: Family): Column[] =>
  [
    family.state.column,
    family.rows,
    family.vacant?.column,
    family.command?.on.column,
    family.command?.off.column,
    family.switchable?.column,
    family.timedCut?.command.column,
    family.timedCut?.offSeconds,
    family.outletName,
    family.nameWrite?.column,
    family.label,
    family.bank && 'pointer' in family.bank ? family.bank.pointer : family.bank,
    family.phase?.column,
    family.load?.amps?.column,
    family.load?.watts?.column,
    family.delays?.on,
    family.delays?.off,
    ...(family.obstacles ?? []).map(({ column }) => column),
    ...(family.shared ?? []).flatMap(({ amps, number, ratingAmps, tripped }) => [
      amps.column,
      number,
      ratingAmps?.column,
      tripped?.column,
    ]),
  ].filter(column => column !== undefined)

describe.each(held)('$name', family => {
  it('names no column that the simulated PDU does not have', async () => {
    const { ask } = await powerUp(family.name)
    const absent: string[] = []
    for (const column of columnsOf(family)) if ((await ask(column)).size === 0) absent.push(column.mib)
    expect(absent).toEqual([])
  })

  it('reads loads of outlets in amps and watts', async () => {
    const { pdu, clock } = await powerUp(family.name)
    pdu.setInitial({ 10: true })
    const probe = await makePduPort({ clock }).probe({
      address: { host: '127.0.0.1', port: pdu.port },
      version: '2c',
      community: 'private',
    })
    // 230 W at 230 V
    expect(probe).toMatchObject({ ok: true })
    expect(probe.ok && probe.value.readings[9]).toMatchObject({ outlet: '10', state: 'on', watts: 230, amps: 1 })
  })
})

describe.each(held.filter(({ timedCut }) => timedCut))('$name: its timed cut', family => {
  it('is off at once, and on again by itself after the seconds the PDU tells', async () => {
    const { pdu, clock, ask } = await powerUp(family.name)
    pdu.setInitial({ 3: true })
    const { command, offSeconds } = family.timedCut ?? expect.unreachable()
    const [first] = [...(await ask(offSeconds)).values()]
    expect(first).toBe(5)
    const session = openSession(
      { address: { host: '127.0.0.1', port: pdu.port }, version: '2c', community: 'private' },
      '2c',
      { clock, timeouts: usualTimeouts },
    )
    sessions.push(session)
    const rows = [...(await ask(command.column)).keys()]
    const oid = `${command.column.oid}.${rows[2]}`
    expect(await session.set({ oid, value: command.value, type: 'Integer' })).toMatchObject({ ok: true })
    await clock.advance(2000)
    expect(pdu.isLive(3)).toBe(false)
    await clock.advance(6000)
    expect(pdu.isLive(3)).toBe(true)
    expect([1, 2, 4, 5].some(outlet => pdu.isLive(outlet))).toBe(false)
  })
})

describe.each(held.filter(({ shared }) => shared?.some(({ kind }) => kind === 'bank')))('$name: its banks', family => {
  it('tell their load, what they may carry, and an open breaker', async () => {
    const { pdu, ask } = await powerUp(family.name, 3)
    const bank = family.shared?.find(({ kind }) => kind === 'bank') ?? expect.unreachable()
    const ampsOf = async (): Promise<number[]> =>
      [...(await ask(bank.amps.column)).values()].map(raw => Number(((raw ?? Number.NaN) * bank.amps.scale).toFixed(3)))
    // 12 outlets share two banks half and half.
    pdu.setInitial({ 10: true })
    expect(await ampsOf()).toEqual([0, 1])
    if (bank.ratingAmps) {
      const rated = [...(await ask(bank.ratingAmps.column)).values()]
      expect(rated.map(raw => Number(((raw ?? 0) * (bank.ratingAmps?.scale ?? 0)).toFixed(3)))).toEqual([3, 3])
    }
    if (!bank.tripped) return
    const { column, values } = bank.tripped
    const tripped = async (): Promise<boolean[]> =>
      [...(await ask(column)).values()].map(raw => raw !== null && values.includes(raw))
    expect(await tripped()).toEqual([false, false])
    // The second half draws 5.7 A.
    pdu.setInitial(true)
    expect(await tripped()).toEqual([false, true])
  })
})
