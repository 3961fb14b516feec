// ATEN PE (ATEN-PE-CFG): a scalar for each of 42 outlets, whatever the model has, with a table between the eighth and the ninth.
import { commands, integer, label, secondsOf, string, within } from './cells.ts'
import type { Cell } from './mib-tree.ts'
import type { PduKind } from './kind.ts'
import type { Outlet } from './relays.ts'
import type { PduUnit } from './unit.ts'

const control = '1.3.6.1.4.1.21317.1.3.2.2.2'
const banks = `${control}.3.2.1`
const values = `${control}.2.1.1`
const configuration = `${control}.2.10.1`
const switchable = `${control}.2.70.1`
const places = 42

// off 1, on 2, pending 3, reboot 4, noauth 6, not-support 7, pop 8 (shed by the overload protection)
const [off, on, pending, noAuth, notSupported, pop] = [1, 2, 3, 6, 7, 8]
/** Every command waits for the outlet's own delay, 0 or more. */
const outletCommands = { 1: 'delayedOff', 2: 'delayedOn', 4: 'delayedReboot' } as const

/** outlet8Status is 9, outlet9Status 11. */
const scalarOf = (number: number): string => `${control}.2.${number < 9 ? number + 1 : number + 2}`

const stateOf = (unit: PduUnit, outlet: Outlet): number => {
  const obstacle = unit.obstacleOf(outlet)
  if (obstacle === 'locked') return noAuth
  if (obstacle === 'breakerTripped') return pop
  if (outlet.outstanding > 0) return pending
  return outlet.shown ? on : off
}

function cells(unit: PduUnit): Cell[] {
  const { model, relays, power } = unit
  return [
    string(`${control}.1.1`, 0, () => model.model),
    integer(`${control}.1.13`, 0, () => relays.all.length),
    string('1.3.6.1.4.1.21317.1.3.2.2.3.4.3', 0, () => model.firmware),
    ...power
      .banksOf(1)
      .flatMap(bank => [
        integer(`${banks}.1`, bank, () => bank),
        string(`${banks}.2`, bank, () => power.amps(power.wattsOfBank(bank)).toFixed(2)),
        integer(`${banks}.6`, bank, () => power.breakerAmps),
      ]),
    ...relays.all.flatMap(outlet => outletCells(unit, outlet)),
    ...Array.from({ length: places - relays.all.length }, (_, at) => relays.all.length + at + 1).flatMap(vacantCells),
  ]
}

function outletCells(unit: PduUnit, outlet: Outlet): Cell[] {
  const { relays, power, metered } = unit
  const { number } = outlet
  const measured = (read: () => number, digits: number): (() => string) =>
    metered ? () => read().toFixed(digits) : () => 'not-support'
  return [
    integer(`${values}.1`, number, () => number),
    string(
      `${values}.2`,
      number,
      measured(() => power.amps(power.wattsOf(number)), 2),
    ),
    string(
      `${values}.3`,
      number,
      measured(() => power.volts, 2),
    ),
    string(
      `${values}.4`,
      number,
      measured(() => power.wattsOf(number), 4),
    ),
    commands(
      scalarOf(number),
      0,
      () => stateOf(unit, outlet),
      outletCommands,
      command => relays.command(number, command),
    ),
    label(
      `${configuration}.2`,
      number,
      15,
      () => outlet.name,
      value => (outlet.name = value === '/empty' ? '' : value),
    ),
    secondsOf(`${configuration}.4`, number, outlet, 'onDelaySeconds', within(0, 999)),
    secondsOf(`${configuration}.5`, number, outlet, 'offDelaySeconds', within(0, 999)),
    // no 1, yes 2
    integer(`${switchable}.2`, number, () => 2),
  ]
}

const vacantCells = (number: number): Cell[] => [
  integer(`${values}.1`, number, () => number),
  ...[2, 3, 4].map(column => string(`${values}.${column}`, number, () => 'not-support')),
  integer(scalarOf(number), 0, () => notSupported),
  string(`${configuration}.2`, number, () => 'N/A'),
  ...[4, 5].map(column => integer(`${configuration}.${column}`, number, () => -1)),
  integer(`${switchable}.2`, number, () => 1),
]

export const atenPe: PduKind = {
  name: 'aten-pe',
  vendor: 'ATEN',
  metered: true,
  macPrefix: [0x00, 0x10, 0x74],
  model: {
    model: 'PE8216',
    sysObjectId: '1.3.6.1.4.1.21317',
    hardware: '',
    firmware: '1.7.168',
    manufactured: '',
    ratingAmps: 16,
    sysDescr: () => 'Aten',
  },
  cells,
}
