import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readOutletLines } from '#core/description-line.ts'
import { planSync } from '#core/sync.ts'
import type { MachinePlan, SyncEquipment, SyncMachine, SyncOptions } from '#core/sync.ts'

const line = 'racklight:v1 pdu=ZA1 outlet=3 feed=A grade=proved'
const onPdu = { power_address: '10.0.0.5', node_outlet: '3', power_on_delay: '5', pdu_type: 'RPDU' }
const plain: SyncOptions = { writeUndrivable: false, replaceOther: false }

function plan(equipment: SyncEquipment, machine: SyncMachine, options: SyncOptions): MachinePlan {
  const [only] = planSync([{ equipment, machine }], [], options)
  if (only === undefined) throw new Error('no plan')
  return only
}

const text = fc.string({ maxLength: 12, unit: fc.constantFrom('a', ' ', '\n', '\r', ';', '=', '%', ':', 'é', '1') })
const anyOutlet = fc.record({
  pduName: fc.constant('pdu'),
  pduSerial: fc.oneof(
    fc.constantFrom('ZA1', 'ZB1'),
    text.filter(name => name.length > 0),
  ),
  address: fc.record({ host: fc.constantFrom('10.0.0.5', '10.0.0.6', 'pdu-b'), port: fc.constantFrom(161, 1161) }),
  outlet: fc.constantFrom('1', '3', '24', '2.3'),
  feed: fc.constantFrom('A', 'B', null),
  grade: fc.constantFrom('proved', 'established', 'sighted', 'claimed'),
  accepted: fc.boolean(),
})
const anyMachine = fc.record({
  systemId: fc.constant('abc123'),
  hostname: fc.constant('fair-ape'),
  status: fc.constantFrom('New', 'Ready', 'Deployed', 'Commissioning'),
  locked: fc.boolean(),
  powerType: fc.constantFrom('', 'manual', 'apc', 'eaton', 'ipmi'),
  powerParameters: fc.constantFrom<Record<string, string>>({}, onPdu, {
    power_address: '10.0.0.6',
    node_outlet: '1',
    power_on_delay: '9',
  }),
  description: fc
    .array(fc.oneof(text, fc.constantFrom(line, 'racklight:v2 other')), { maxLength: 4 })
    .map(lines => lines.join('\n')),
})
const anyEquipment = fc.record({
  uuid: fc.constant('4c4c4544-0051-3610-8057-b7c04f4a4b32'),
  serial: fc.constant('SN1'),
  macs: fc.constant(['52:54:00:00:00:01']),
  outlets: fc.array(anyOutlet, { maxLength: 3 }),
  driver: fc.option(
    fc.record({
      powerType: fc.constantFrom('apc', 'eaton', 'raritan', ''),
      parameters: fc.constantFrom<Record<string, string>>({}, { power_on_delay: '5' }, { pdu_type: 'MASTERSWITCH' }),
      drivable: fc.boolean(),
      reasons: fc.constantFrom<string[]>([], ['it does not']),
    }),
  ),
})
const anyOptions = fc.record({ writeUndrivable: fc.boolean(), replaceOther: fc.boolean() })

function applied(at: SyncMachine, { changes }: MachinePlan): SyncMachine {
  let { powerType, description } = at
  let powerParameters: Record<string, string> = { ...at.powerParameters }
  for (const { field, to } of changes) {
    if (field === 'power_type') powerType = to
    else if (field === 'description') description = to
    else powerParameters = { ...powerParameters, [field.replace('power_parameters_', '')]: to }
  }
  return { ...at, powerType, description, powerParameters }
}

describe('the law of plans', () => {
  it('holds that an applied plan leaves nothing to change', () => {
    fc.assert(
      fc.property(anyEquipment, anyMachine, anyOptions, (of, at, how) => {
        const first = plan(of, at, how)
        expect(plan(of, applied(at, first), how).changes).toEqual([])
      }),
    )
  })

  it('holds that a live, locked or doubtful machine is never given a PDU power type', () => {
    fc.assert(
      fc.property(anyEquipment, anyMachine, anyOptions, (of, at, how) => {
        const made = plan(of, at, how)
        if (!made.changes.some(({ field }) => field.startsWith('power_'))) return
        expect(at.locked).toBe(false)
        expect(['New', 'Ready']).toContain(at.status)
        expect(of.outlets).toHaveLength(1)
        expect(of.outlets[0]?.grade === 'sighted' ? of.outlets[0].accepted : of.outlets[0]?.grade !== 'claimed').toBe(
          true,
        )
      }),
    )
  })

  it('holds that the line tells the outlets again, and that no word of a person is lost', () => {
    fc.assert(
      fc.property(anyEquipment, anyMachine, (of, at) => {
        const made = plan(of, { ...at, locked: false }, plain)
        const to = made.changes.find(({ field }) => field === 'description')?.to
        if (to === undefined) return
        const told = of.outlets.filter(({ grade }) => grade !== 'claimed')
        expect(readOutletLines(to).map(({ pdu, outlet: number }) => [pdu, number])).toEqual(
          told.map(({ pduSerial, outlet: number }) => [pduSerial, number]),
        )
        const words = (lines: string): string[] =>
          lines
            .split('\n')
            .filter(one => !/^\s*racklight:v/.test(one))
            .join(' ')
            .split(/\s+/)
        expect(words(to).filter(Boolean)).toEqual(words(at.description).filter(Boolean))
      }),
    )
  })
})
