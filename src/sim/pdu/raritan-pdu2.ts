// Raritan PX3 (PDU2-MIB, 13742.6): rows by unit and outlet, readings in sensor tables by type, units of a cascade behind one agent.
import { commands, eachOutlet, gauge, integer, nameOf, setting, string, within } from './cells.ts'
import type { Cell } from './mib-tree.ts'
import type { PduKind } from './kind.ts'
import type { Outlet } from './relays.ts'
import type { Member, PduUnit } from './unit.ts'

const base = '1.3.6.1.4.1.13742.6'
const breakerLabel = `${base}.3.4.3.1.2`

// SensorTypeEnumeration
const rmsCurrent = 1
const rmsVoltage = 4
const activePower = 5
const onOff = 14
const trip = 15

// SensorStateEnumeration
const open = 0
const closed = 1
const normal = 4
const on = 7
const off = 8

/** TruthValue. */
const truth = (is: boolean): number => (is ? 1 : 2)
const seconds = within(1, 3600)

function cells(unit: PduUnit): Cell[] {
  return [
    integer(`${base}.3.1`, 0, () => unit.members.length),
    ...unit.members.flatMap(member => [...unitCells(unit, member), ...breakerCells(unit, member)]),
    ...outletCells(unit),
    ...(unit.metered ? eachOutlet(unit.relays.all, outlet => meterCells(unit, outlet)) : []),
  ]
}

function unitCells({ model, power, members }: PduUnit, { number, serial, outlets }: Member): Cell[] {
  // standalone 0, primaryUnit 1, expansionUnit 2
  const role = members.length === 1 ? 0 : Math.min(number, 2)
  const inlet = `${number}.1`
  return [
    string(`${base}.3.2.1.1.2`, number, () => 'Raritan'),
    string(`${base}.3.2.1.1.3`, number, () => model.model),
    string(`${base}.3.2.1.1.4`, number, serial),
    integer(`${base}.3.2.2.1.2`, number, () => 1),
    integer(`${base}.3.2.2.1.3`, number, () => power.banksOf(number).length),
    integer(`${base}.3.2.2.1.4`, number, () => outlets.length),
    integer(`${base}.3.2.2.1.41`, number, () => role),
    // Milliseconds.
    gauge(`${base}.3.2.2.1.57`, number, () => 200),
    string(`${base}.3.2.3.1.6`, `${number}.1.1`, () => model.firmware),
    string(`${base}.3.3.3.1.2`, inlet, () => 'I1'),
    string(`${base}.3.3.3.1.7`, inlet, () => `${model.ratingAmps}A`),
    ...sensor('3.3.4', '5.2.3', `${inlet}.${rmsCurrent}`, 3, () => power.amps(power.watts(number))),
    ...sensor('3.3.4', '5.2.3', `${inlet}.${activePower}`, 0, () => power.watts(number)),
  ]
}

function breakerCells({ power }: PduUnit, { number }: Member): Cell[] {
  return power.banksOf(number).flatMap(bank => {
    const row = `${number}.${bank}`
    return [
      string(breakerLabel, row, () => `C${bank}`),
      string(`${base}.3.4.3.1.5`, row, () => `${power.breakerAmps}A`),
      ...sensor('3.4.4', '5.3.3', `${row}.${rmsCurrent}`, 3, () => power.amps(power.wattsOfBank(bank, number))),
      integer(`${base}.5.3.3.1.3`, `${row}.${trip}`, () => (power.isTripped(bank, number) ? open : closed)),
      gauge(`${base}.5.3.3.1.4`, `${row}.${trip}`, () => 0),
    ]
  })
}

function outletCells({ relays, power, members, obstacleOf }: PduUnit): Cell[] {
  const configuration = `${base}.3.5.3.1`
  const control = `${base}.4.1.2.1`
  const general = new Map(members.map(({ number }) => [number, 10]))
  const own = new Map<Outlet, number>()
  /** Which of the two times counts for a power cycle. */
  const settle = (outlet: Outlet): void =>
    void (outlet.rebootSeconds = own.get(outlet) ?? general.get(outlet.unit) ?? outlet.rebootSeconds)
  relays.all.forEach(settle)
  return [
    ...members.map(({ number, outlets }) =>
      setting(
        `${base}.3.2.2.1.37`,
        number,
        () => general.get(number) ?? 0,
        seconds,
        value => {
          general.set(number, value)
          outlets.forEach(settle)
        },
        'gauge32',
      ),
    ),
    ...eachOutlet(relays.all, outlet => {
      const row = `${outlet.unit}.${outlet.socket}`
      let remembered = 10
      return [
        string(`${configuration}.2`, row, () => `${outlet.socket}`),
        nameOf(`${configuration}.3`, row, 255, outlet),
        setting(
          `${configuration}.12`,
          row,
          () => remembered,
          seconds,
          value => {
            remembered = value
            if (own.has(outlet)) own.set(outlet, value)
            settle(outlet)
          },
          'gauge32',
        ),
        setting(
          `${configuration}.14`,
          row,
          () => truth(!own.has(outlet)),
          within(1, 2),
          value => {
            if (value === 1) own.delete(outlet)
            else own.set(outlet, remembered)
            settle(outlet)
          },
        ),
        integer(`${configuration}.28`, row, () => 1),
        string(`${configuration}.29`, row, () => 'IEC 60320 C13'),
        gauge(`${configuration}.32`, row, () => 0),
        {
          object: `${configuration}.33`,
          index: row,
          type: 'oid',
          read: () => ({ type: 'oid', value: `${breakerLabel}.${outlet.unit}.${power.bankOf(outlet.number)}` }),
        },
        integer(`${configuration}.34`, row, () => truth(obstacleOf(outlet) === 'serviceMode')),
        // off 0, on 1, cycle 2
        commands(
          `${control}.2`,
          row,
          () => (outlet.shown ? 1 : 0),
          { 0: 'off', 1: 'on', 2: 'reboot' },
          command => relays.command(outlet.number, command),
        ),
        integer(`${control}.3`, row, () => (outlet.shown ? on : off)),
        gauge(`${control}.4`, row, () => Math.floor(outlet.movedAt / 1000)),
        integer(`${control}.5`, row, () => truth(obstacleOf(outlet) === 'breakerTripped')),
      ]
    }),
  ]
}

function meterCells({ power }: PduUnit, outlet: Outlet): Cell[] {
  const row = `${outlet.unit}.${outlet.socket}`
  const watts = (): number => power.wattsOf(outlet.number)
  return [
    ...sensor('3.5.4', '5.4.3', `${row}.${rmsCurrent}`, 3, () => power.amps(watts())),
    ...sensor('3.5.4', '5.4.3', `${row}.${rmsVoltage}`, 0, () => (power.isLive(outlet.number) ? power.volts : 0)),
    ...sensor('3.5.4', '5.4.3', `${row}.${activePower}`, 0, watts),
    integer(`${base}.5.4.3.1.3`, `${row}.${onOff}`, () => (outlet.shown ? on : off)),
    gauge(`${base}.5.4.3.1.4`, `${row}.${onOff}`, () => 0),
  ]
}

/** State, value and decimal digits of a numeric sensor. */
const sensor = (settings: string, readings: string, row: string, digits: number, read: () => number): Cell[] => [
  gauge(`${base}.${settings}.1.7`, row, () => digits),
  integer(`${base}.${readings}.1.3`, row, () => normal),
  gauge(`${base}.${readings}.1.4`, row, () => Math.round(read() * 10 ** digits)),
]

export const raritanPdu2: PduKind = {
  name: 'raritan-pdu2',
  vendor: 'Raritan',
  metered: true,
  mostUnits: 8,
  macPrefix: [0x00, 0x0d, 0x5d],
  networkPort: { index: 2, name: 'eth0' },
  model: {
    model: 'PX3-5493U-K2',
    sysObjectId: base,
    hardware: '0x10',
    firmware: '4.2.0.5-50274',
    manufactured: '',
    ratingAmps: 32,
    sysDescr: () => 'Raritan PDU, MD:PX3-5493U-K2 HW:0x10 FW:4.2.0.5-50274',
  },
  cells,
}
