// Spoilt SNMP answers through probe, read and switch as they are: nothing crashes, nothing hangs, no outlet is said to be on
// or off that no believable answer called so, and no command goes to another outlet or goes twice.
// RACKLIGHT_FUZZ_ANSWERS says how many, RACKLIGHT_FUZZ_SEED repeats a run as far as timing lets it.
import { expect, it } from 'vitest'
import type { PduAccess, PduTarget } from '#core/ports.ts'
import type { OutletReading } from '#core/rack.ts'
import { makePduPort } from '#main/pdu/port.ts'
import { makeVirtualPdu } from '#sim/pdu/virtual-pdu.ts'
import { VirtualClock } from '#sim/virtual-clock.ts'
import { always, hurried, secret } from './contract-rack.ts'
import { saidBy, shown, shownBy, unfounded } from './fuzz-oracle.ts'
import { chanceOf } from './mangle.ts'
import { openMangler } from './mangler.ts'
import { asPduKnows, authPriv, noAuth } from './v3-users.ts'

const wanted = Number(process.env['RACKLIGHT_FUZZ_ANSWERS'] ?? 20_000)
const seed = Number(process.env['RACKLIGHT_FUZZ_SEED'] ?? Date.now() % 1_000_000)
const lanes = 24
const outlets = 4
const sealed = authPriv('sha256', 'aes')
const timeouts = { readTimeoutMs: 25, readRetries: 1, setTimeoutMs: 25 }

const manners = ['2c', '1', '2c', '3', '2c', 'any'] as const
const kinds = ['rpdu2', 'rpdu', 'masterswitch'] as const

interface Tally {
  spoilt: number
  readonly ends: Record<string, number>
  readonly wrong: string[]
}

async function runLane(lane: number, tally: Tally): Promise<void> {
  const chance = chanceOf(seed * 1000 + lane)
  const kind = kinds[lane % kinds.length] ?? 'rpdu2'
  const manner = manners[Math.floor(lane / kinds.length) % manners.length] ?? '2c'
  const v3 = lane % 2 === 0 ? sealed : noAuth
  const clock = new VirtualClock()
  const pdu = makeVirtualPdu({
    ...{ clock, kind, outlets, serial: `ZA${1000 + lane}`, name: 'rack 4 left', address: '127.0.0.1' },
    ...{ communityRead: 'read-only', communityWrite: secret, loadWattsOf: outlet => outlet * 20 },
    users: [sealed, noAuth].map(asPduKnows),
  })
  await pdu.open()
  const mangler = await openMangler(pdu.port, chance)
  const port = makePduPort({ clock, timeouts, families: hurried })
  const access: PduAccess = {
    ...{ address: { host: '127.0.0.1', port: mangler.port }, version: manner, community: secret },
    ...(manner === '3' ? { v3 } : {}),
  }
  const first = await clock.through(makePduPort({ clock, families: hurried }).probe(access))
  if (!first.ok) throw new Error(JSON.stringify(first.fault))
  const { id, family, snmp } = first.value.facts
  const target: PduTarget = {
    ...{ id, family, bulk: snmp.bulk, maxOids: snmp.maxOids, delaySeconds: 0 },
    access: { ...access, version: snmp.version },
  }
  const judge = (readings: readonly OutletReading[], what: string, as: string = family): void => {
    const spoken = access.v3?.authKey === undefined ? saidBy(mangler.delivered) : shownStates
    for (const reading of readings) {
      const why = unfounded(reading, shownBy(as), spoken, 255)
      if (why !== null) tally.wrong.push(`lane ${lane}, SNMP ${manner}, ${what}: ${why}`)
    }
  }
  /** What the PDU showed at any time during the work: all that signed answers can say. */
  const shownStates = new Map<string, Set<string>>()
  const note = (): void => {
    for (let outlet = 1; outlet <= outlets; outlet++) {
      const { state, on, off, number } = shown[kind]
      const add = (oid: string, value: number | string): void =>
        void shownStates.set(oid, (shownStates.get(oid) ?? new Set()).add(String(value)))
      add(`${state}.${outlet}`, pdu.state(outlet) === 'on' ? on : off)
      if (number !== null) add(`${number}.${outlet}`, outlet)
    }
  }

  while (tally.spoilt < wanted) {
    shownStates.clear()
    note()
    const sets = pdu.sets.length
    const spoilt = mangler.spoilt
    mangler.begin(chance(10), 50 + chance(50))
    const outlet = 1 + chance(outlets)
    const to = pdu.state(outlet) === 'on' ? 'off' : 'on'
    const act = ['probe', 'read', 'switch'][chance(3)] ?? 'read'
    const stop = pdu.onPower(note)
    const end = await (async () => {
      if (act === 'probe') {
        const result = await clock.through(port.probe(access))
        if (result.ok) judge(result.value.readings, act, result.value.facts.family)
        return result
      }
      if (act === 'read') {
        const result = await clock.through(port.read(target))
        if (result.ok) judge(result.value.readings, act)
        return result
      }
      const result = await clock.through(port.switchOutlet(target, String(outlet), to, always))
      note()
      if (result.ok) judge([result.value.before, result.value.after], act)
      return result
    })()
    stop()
    const sent = pdu.sets.slice(sets)
    if (act === 'switch' ? sent.length > 1 : sent.length > 0)
      tally.wrong.push(`lane ${lane}: ${act} sent ${sent.length} SETs`)
    for (const { oid } of sent)
      if (oid !== `${shown[kind].command}.${outlet}`)
        tally.wrong.push(`lane ${lane}: SET to ${oid}, not to outlet ${outlet}`)
    const kindOfEnd = `${act} ${end.ok ? 'ok' : end.fault.kind}`
    tally.ends[kindOfEnd] = (tally.ends[kindOfEnd] ?? 0) + 1
    if (JSON.stringify(end).includes(secret)) tally.wrong.push(`lane ${lane}: the community was told`)
    tally.spoilt += mangler.spoilt - spoilt
    await clock.advance(20_000)
  }
  await mangler.close()
  await pdu.close()
}

it(
  `${wanted} spoilt answers crash nothing, hang nothing, and make no outlet on or off`,
  async () => {
    const tally: Tally = { spoilt: 0, ends: {}, wrong: [] }
    await Promise.all(Array.from({ length: lanes }, (_, lane) => runLane(lane, tally)))
    console.log(`seed ${seed}: ${tally.spoilt} spoilt answers, ${JSON.stringify(tally.ends)}`)
    expect(tally.wrong).toEqual([])
    expect(tally.spoilt).toBeGreaterThanOrEqual(wanted)
    // All ends are reached, so that the spoilt answers met work at every depth.
    for (const act of ['probe', 'read', 'switch']) expect(tally.ends[`${act} ok`]).toBeGreaterThan(0)
  },
  30_000 + wanted * 20,
)
