// Eaton ePDU G3, 534.6.6.7 (EATON-EPDU-MIB): a chain counts its units from 0, and seconds are the command.
import {
  commandAfter,
  eachOutlet,
  filled,
  integer,
  label,
  milliamps,
  nameOf,
  secondsOf,
  string,
  within,
} from './cells.ts'
import type { PduKind } from './kind.ts'
import type { Cell } from './mib-tree.ts'
import type { Outlet } from './relays.ts'
import type { Member, PduUnit } from './unit.ts'

const base = '1.3.6.1.4.1.534.6.6.7'
const units = `${base}.1.2.1`
const inputCurrent = `${base}.3.3.1`
const group = `${base}.5.1.1`
const groupCurrent = `${base}.5.4.1`
const outlet = `${base}.6.1.1`
const parent = `${base}.6.2.1`
const control = `${base}.6.6.1`

export const eatonEpdu: PduKind = {
  name: 'eaton-epdu',
  vendor: 'Eaton',
  metered: true,
  mostUnits: 8,
  macPrefix: [0x00, 0x20, 0x85],
  model: {
    model: 'EMA114-10',
    sysObjectId: base,
    sysDescr: () => 'ePDU MA 36U-C IN: L5-20P 16A 1P OUT: 24x5-20R',
    hardware: '',
    firmware: '05.01.0002',
    manufactured: '',
    ratingAmps: 16,
  },
  cells: unit => [
    string(`${base}.1.1`, 0, () => unit.members.map(({ number }) => number - 1).join(',')),
    ...unit.members.flatMap(member => [...unitCells(unit, member), ...groupCells(unit, member)]),
    ...outletCells(unit),
    ...(unit.metered ? meterCells(unit) : []),
  ],
}

function unitCells(unit: PduUnit, member: Member): Cell[] {
  const { model, power, obstacleOf } = unit
  const strapping = member.number - 1
  const input = `${strapping}.1.1`
  return [
    string(`${units}.2`, strapping, () => model.sysDescr(member.serial())),
    string(`${units}.3`, strapping, () => model.model),
    string(`${units}.4`, strapping, member.serial),
    string(`${units}.5`, strapping, () => model.firmware),
    label(
      `${units}.6`,
      strapping,
      63,
      () => member.name,
      value => (member.name = value),
    ),
    // managed
    integer(`${units}.10`, strapping, () => 3),
    integer(`${units}.20`, strapping, () => 1),
    integer(`${units}.21`, strapping, () => power.banksOf(member.number).length),
    integer(`${units}.22`, strapping, () => member.outlets.length),
    // good 0, communicationLost 1
    integer(`${units}.32`, strapping, () => (member.outlets.some(each => obstacleOf(each) === 'noConnection') ? 1 : 0)),
    // singlePhase
    integer(`${inputCurrent}.2`, input, () => 1),
    integer(`${inputCurrent}.3`, input, () => milliamps(model.ratingAmps)),
    integer(`${inputCurrent}.4`, input, () => milliamps(power.amps(power.watts(member.number)))),
  ]
}

function groupCells({ power }: PduUnit, { number }: Member): Cell[] {
  return power.banksOf(number).flatMap(bank => {
    const index = `${number - 1}.${bank}`
    return [
      string(`${group}.2`, index, () => `${bank}`),
      // breaker1pole
      integer(`${group}.4`, index, () => 1),
      // breakerOn 1, breakerOff 2
      integer(`${group}.5`, index, () => (power.isTripped(bank, number) ? 2 : 1)),
      integer(`${groupCurrent}.2`, index, () => milliamps(power.breakerAmps)),
      integer(`${groupCurrent}.3`, index, () => milliamps(power.amps(power.wattsOfBank(bank, number)))),
    ]
  })
}

const indexOf = ({ unit, socket }: Outlet): string => `${unit - 1}.${socket}`

/** Pending from the command until the column shows what the relay did. */
const statusOf = ({ shown, heading }: Outlet): number => {
  if (shown) return heading === 'off' ? 2 : 1
  return heading === 'on' ? 3 : 0
}

function outletCells({ relays, power, obstacleOf }: PduUnit): Cell[] {
  const seconds = within(-1, 99_999)
  return eachOutlet(relays.all, (each, row) => {
    const index = indexOf(each)
    const command = (column: number, to: 'on' | 'off' | 'reboot'): Cell =>
      commandAfter(
        `${control}.${column}`,
        index,
        to,
        () => relays.secondsLeft(each, to),
        (order, after) => relays.command(row, order, after),
      )
    return [
      string(`${outlet}.2`, index, () => `${each.socket}`),
      filled(nameOf(`${outlet}.3`, index, 31, each)),
      integer(`${outlet}.4`, index, () => 1),
      // iecC13
      integer(`${outlet}.5`, index, () => 1),
      string(`${outlet}.6`, index, () => `A${each.socket}`),
      integer(`${outlet}.7`, index, () => 1),
      integer(`${parent}.2`, `${index}.1`, () => 1),
      // The OID as units in the field give it: groupID, and the group without its unit.
      {
        object: `${parent}.3`,
        index: `${index}.1`,
        type: 'oid',
        read: () => ({ type: 'oid', value: `${group}.2.${power.bankOf(row)}` }),
      },
      integer(`${control}.2`, index, () => statusOf(each)),
      command(3, 'off'),
      command(4, 'on'),
      command(5, 'reboot'),
      integer(`${control}.6`, index, () => 2),
      secondsOf(`${control}.7`, index, each, 'onDelaySeconds', seconds),
      secondsOf(`${control}.8`, index, each, 'rebootSeconds', within(1, 99_999)),
      // switchable 1, notSwitchable 2
      integer(`${control}.9`, index, () => (obstacleOf(each) === 'locked' ? 2 : 1)),
      secondsOf(`${control}.10`, index, each, 'offDelaySeconds', seconds),
    ]
  })
}

const meterCells = ({ relays, power }: PduUnit): Cell[] =>
  eachOutlet(relays.all, (each, row) => [
    integer(`${base}.6.4.1.2`, indexOf(each), () => 10_000),
    integer(`${base}.6.4.1.3`, indexOf(each), () => milliamps(power.amps(power.wattsOf(row)))),
    integer(`${base}.6.5.1.3`, indexOf(each), () => Math.round(power.wattsOf(row))),
  ])
