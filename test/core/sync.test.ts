import { describe, expect, it } from 'vitest'
import type { NamedOutlet } from '#core/allocation.ts'
import { planSync } from '#core/sync.ts'
import type { MachinePlan, SyncEquipment, SyncMachine, SyncOptions, SyncOutlet } from '#core/sync.ts'

const options: SyncOptions = { writeUndrivable: false, replaceOther: false }

const outlet = (over: Partial<SyncOutlet> = {}): SyncOutlet => ({
  pduName: 'pdu-a',
  pduSerial: 'ZA1',
  address: { host: '10.0.0.5', port: 161 },
  outlet: '3',
  feed: 'A',
  grade: 'proved',
  ...over,
})

const equipment = (over: Partial<SyncEquipment> = {}): SyncEquipment => ({
  uuid: '4c4c4544-0051-3610-8057-b7c04f4a4b32',
  serial: 'SN1',
  macs: ['52:54:00:00:00:01'],
  outlets: [outlet()],
  driver: { powerType: 'apc', parameters: { pdu_type: 'RPDU', power_on_delay: '5' }, drivable: true, reasons: [] },
  ...over,
})

const machine = (over: Partial<SyncMachine> = {}): SyncMachine => ({
  systemId: 'abc123',
  hostname: 'fair-ape',
  status: 'New',
  locked: false,
  powerType: '',
  powerParameters: {},
  description: '',
  ...over,
})

function plan(of: SyncEquipment, at: SyncMachine, named: readonly NamedOutlet[] = [], how = options): MachinePlan {
  const [only] = planSync([{ equipment: of, machine: at }], named, how)
  if (only === undefined) throw new Error('no plan')
  return only
}

const fields = ({ changes }: MachinePlan): string[] => changes.map(({ field }) => field)
const toOf = ({ changes }: MachinePlan, field: string): string | undefined =>
  changes.find(one => one.field === field)?.to
const line = 'racklight:v1 pdu=ZA1 outlet=3 feed=A grade=proved'
const onPdu = { power_address: '10.0.0.5', node_outlet: '3', power_on_delay: '5', pdu_type: 'RPDU' }

describe('a plan for a machine in MAAS', () => {
  it('gives a new machine its outlet, every parameter and one line of description', () => {
    expect(plan(equipment(), machine())).toEqual({
      systemId: 'abc123',
      hostname: 'fair-ape',
      refused: [],
      changes: [
        { field: 'power_type', from: '', to: 'apc' },
        { field: 'power_parameters_node_outlet', from: '', to: '3' },
        { field: 'power_parameters_pdu_type', from: '', to: 'RPDU' },
        { field: 'power_parameters_power_address', from: '', to: '10.0.0.5' },
        { field: 'power_parameters_power_on_delay', from: '', to: '5' },
        { field: 'description', from: '', to: line },
      ],
    })
  })

  it('is empty when all of it stands there, in whatever state the machine is', () => {
    const done = machine({
      powerType: 'apc',
      powerParameters: onPdu,
      description: line,
      status: 'Deployed',
      locked: true,
    })
    expect(plan(equipment(), done)).toMatchObject({ changes: [], refused: [] })
  })

  it('keeps the name under which MAAS knows the PDU, and a delay that a person set', () => {
    const known = equipment({ outlets: [outlet({ outlet: '4', aliases: ['pdu-a.example.com'] })] })
    const at = machine({
      powerType: 'apc',
      powerParameters: { ...onPdu, power_address: 'PDU-a.example.com', power_on_delay: '12' },
    })
    expect(fields(plan(known, at))).toEqual(['power_parameters_node_outlet', 'description'])
  })

  it.each([
    ['proved', undefined, true],
    ['established', undefined, true],
    ['sighted', undefined, false],
    ['sighted', true, true],
  ] as const)('with a %s outlet (accepted: %s) carries a power type: %s', (grade, accepted, carries) => {
    const of = equipment({ outlets: [outlet({ grade, ...(accepted === undefined ? {} : { accepted }) })] })
    const made = plan(of, machine())
    expect(fields(made).includes('power_type')).toBe(carries)
    expect(fields(made)).toContain('description')
    expect(made.refused.length).toBe(carries ? 0 : 1)
  })

  it('says nothing to MAAS of a claimed outlet', () => {
    expect(plan(equipment({ outlets: [outlet({ grade: 'claimed' })] }), machine())).toMatchObject({
      changes: [],
      refused: [{ reason: expect.stringContaining('claimed') }],
    })
    const second = equipment({ outlets: [outlet(), outlet({ pduSerial: 'ZB1', grade: 'claimed' })] })
    expect(toOf(plan(second, machine()), 'description')).toBe(line)
    expect(fields(plan(second, machine()))).toEqual(['description'])
  })

  it.each(['ipmi', 'redfish', 'amt', 'webhook', 'lxd', 'hmcz'])(
    'leaves %s where it is, unless told otherwise',
    powerType => {
      const made = plan(equipment(), machine({ powerType, powerParameters: { power_address: '10.9.9.9' } }))
      expect(fields(made)).toEqual(['description'])
      expect(made.refused).toEqual([{ field: 'power_type', reason: expect.stringContaining(powerType) }])
      const told = plan(equipment(), machine({ powerType }), [], { ...options, replaceOther: true })
      expect(toOf(told, 'power_type')).toBe('apc')
    },
  )

  it.each(['', 'manual', 'apc', 'ipmi'])(
    'with two cords keeps the power type "%s" and describes both outlets',
    powerType => {
      const two = equipment({
        outlets: [outlet(), outlet({ pduName: 'pdu-b', pduSerial: 'ZB1', outlet: '5', feed: 'B' })],
      })
      const made = plan(two, machine({ powerType, powerParameters: powerType === 'apc' ? onPdu : {} }))
      expect(made.changes).toEqual([
        { field: 'description', from: '', to: `${line}; pdu=ZB1 outlet=5 feed=B grade=proved` },
      ])
      expect(made.refused).toHaveLength(1)
    },
  )

  it.each([
    'Deployed',
    'Allocated',
    'Deploying',
    'Commissioning',
    'Testing',
    'Releasing',
    'Rescue mode',
    'Failed deployment',
  ])('does not touch the power of a machine that is %s', status => {
    const made = plan(
      equipment(),
      machine({ status, powerType: 'apc', powerParameters: { ...onPdu, node_outlet: '9' } }),
    )
    expect(fields(made)).toEqual(['description'])
    expect(made.refused[0]?.reason).toContain(status)
  })

  it('refuses a locked machine altogether', () => {
    expect(plan(equipment(), machine({ locked: true }))).toMatchObject({
      changes: [],
      refused: [{ reason: expect.stringContaining('locked') }],
    })
  })

  it('refuses an outlet that another machine names, under any name of the PDU', () => {
    const of = equipment({ outlets: [outlet({ aliases: ['pdu-a.example.com'] })] })
    for (const address of ['10.0.0.5', 'PDU-A.example.com', 'ZA1']) {
      const other = { systemId: 'other1', hostname: 'bold-bat', address, outlet: '3', powerType: 'apc' }
      const made = plan(of, machine(), [other])
      expect(fields(made)).toEqual(['description'])
      expect(made.refused[0]?.reason).toContain('bold-bat names pdu-a outlet 3')
      expect(plan(of, machine(), [{ ...other, systemId: 'abc123' }]).refused).toEqual([])
      expect(plan(of, machine(), [{ ...other, outlet: '4' }]).refused).toEqual([])
    }
  })

  it('gives none of two machines of one list the outlet they share', () => {
    const plans = planSync(
      [
        { equipment: equipment(), machine: machine() },
        { equipment: equipment(), machine: machine({ systemId: 'def456', hostname: 'bold-bat' }) },
      ],
      [],
      options,
    )
    expect(plans.map(one => [fields(one), one.refused.length])).toEqual([
      [['description'], 1],
      [['description'], 1],
    ])
  })

  it('without a drivable PDU describes only, unless the power type is wanted all the same', () => {
    const far = equipment({ outlets: [outlet({ address: { host: '10.0.0.5', port: 1161 } })] })
    const made = plan(far, machine())
    expect(fields(made)).toEqual(['description'])
    expect(made.refused[0]?.reason).toContain('port 1161')
    expect(
      toOf(plan(far, machine(), [], { ...options, writeUndrivable: true }), 'power_parameters_power_address'),
    ).toBe('10.0.0.5')
    const v3 = equipment({
      driver: { powerType: 'apc', parameters: {}, drivable: false, reasons: ['it speaks SNMPv3 only'] },
    })
    expect(plan(v3, machine()).refused).toEqual([{ field: 'power_type', reason: 'it speaks SNMPv3 only' }])
  })

  it('refuses a power type for a PDU that MAAS has none for, and for an outlet of a chain', () => {
    expect(fields(plan(equipment({ driver: null }), machine()))).toEqual(['description'])
    const other = { powerType: '', parameters: {}, drivable: false, reasons: [] }
    expect(fields(plan(equipment({ driver: other }), machine()))).toEqual(['description'])
    expect(fields(plan(equipment({ outlets: [outlet({ outlet: '2.3' })] }), machine()))).toEqual(['description'])
  })

  it('puts the line in place of an older one and keeps what a person wrote', () => {
    const at = machine({ description: 'rack B\nracklight:v1 pdu=OLD outlet=1 grade=proved\ncall Ann first' })
    expect(toOf(plan(equipment(), at), 'description')).toBe(`rack B\n${line}\ncall Ann first`)
  })
})
