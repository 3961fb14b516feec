// What the tools of net-snmp, which know nothing of Racklight, see of a switch: one outlet's state changes, and no other's.
import { execFile, spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import type { Switch } from '#core/rack.ts'
import { families } from '#main/pdu/families.ts'
import type { Family } from '#main/pdu/family.ts'
import type { VirtualClock } from '#sim/virtual-clock.ts'
import { always, makeRack } from './contract-rack.ts'
import { isSwitched } from './subject.ts'
import { subjects } from './subjects.ts'

const tools = spawnSync('snmpget', ['-V']).error === undefined
if (!tools) console.warn('skipped: the view of the net-snmp tools, because snmpget is not installed')

const outlets = 12
const found = { 3: true, 12: true }

/** Instance and value, line by line. */
const seenBy = (clock: VirtualClock, tool: string, port: number, ...oids: string[]): Promise<[string, string][]> =>
  clock.io(
    new Promise((resolve, reject) =>
      execFile(
        tool,
        ['-v2c', '-c', 'read-only', '-Oqn', `127.0.0.1:${port}`, ...oids.map(oid => `.${oid}`)],
        (error, out) => {
          if (error) reject(error)
          const lines = out.split('\n').filter(line => line.startsWith('.'))
          resolve(lines.map(line => [line.slice(1, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]))
        },
      ),
    ),
  )

/** A walk ends with words where the tree does; among scalars are tables, and places without an outlet. */
function standsForOutlet({ state, place, vacant }: Family, [oid, value]: [string, string]): boolean {
  const row = oid.slice(state.column.oid.length + 1)
  const listed = place.by !== 'list' || row in place.numbers
  return listed && /^-?\d+$/.test(value) && !vacant?.values.includes(Number(value))
}

describe.skipIf(!tools).each(subjects.filter(isSwitched))('$family, seen by the net-snmp tools', subject => {
  const rack = makeRack(subject)
  const family = families.find(({ name }) => name === subject.family)

  it('changes the state of the outlet that was switched, and of no other', async () => {
    if (!family) throw new Error(`no family ${subject.family}`)
    const { pdu, port, access, clock } = await rack.build({ outlets })
    pdu.setInitial(found)
    const walked = await seenBy(clock, 'snmpwalk', pdu.port, family.state.column.oid)
    // Some agents fill their tables beyond the last outlet, with a number that is no state.
    const rows = subject.longTables ? walked.filter(([, value]) => value !== '0') : walked
    const before = rows.filter(line => standsForOutlet(family, line))
    expect(before.length).toBe(outlets)
    const asOf = (lines: [string, string][]): (string | undefined)[] =>
      lines.map(([, value]) => family.state.values[Number(value)])
    const standing = (on: readonly number[]): Switch[] =>
      Array.from({ length: outlets }, (_, at) => (on.includes(at + 1) ? 'on' : 'off'))
    expect(asOf(before)).toEqual(standing([3, 12]))

    const { target } = await rack.known(port, access)
    const oids = before.map(([oid]) => oid)
    for (const { outlet, to, on } of [
      { outlet: '5', to: 'on', on: [3, 5, 12] },
      { outlet: '3', to: 'off', on: [5, 12] },
    ] as const) {
      expect(await rack.settled(clock, port.switchOutlet(target, outlet, to, always))).toMatchObject({ ok: true })
      const after = await seenBy(clock, 'snmpget', pdu.port, ...oids)
      expect(after.map(([oid]) => oid)).toEqual(oids)
      expect(asOf(after)).toEqual(standing(on))
    }
  })
})
