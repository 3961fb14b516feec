// Rack PDU, 318.1.1.12 (PowerNet-MIB rPDU*): AP79xx, and AP8xxx in parallel with the newer table.
import { commands, eachOutlet, gauge, integer, label, setting, string, tenths, within } from './cells.ts'
import type { Cell } from './mib-tree.ts'
import type { Outlet } from './relays.ts'
import type { PduUnit } from './unit.ts'

const base = '1.3.6.1.4.1.318.1.1.12'
const control = `${base}.3.3.1.1`
const config = `${base}.3.4.1.1`
const status = `${base}.3.5.1.1`
const load = `${base}.2.3.1.1`
const maxLoad = `${base}.2.1.6.1`

// rPDUOutletControlOutletCommand.
const outletCommands = {
  1: 'on',
  2: 'off',
  3: 'reboot',
  4: 'delayedOn',
  5: 'delayedOff',
  6: 'delayedReboot',
  7: 'cancel',
} as const
// rPDUOutletDevCommand, every outlet at once: here immediateAllOn is 2.
const deviceCommands = {
  1: 'nothing',
  2: 'on',
  3: 'off',
  4: 'reboot',
  5: 'delayedOn',
  6: 'delayedOff',
  7: 'delayedReboot',
  8: 'cancel',
} as const

export function rpduCells(unit: PduUnit): Cell[] {
  return [...identCells(unit), ...loadCells(unit), ...deviceCells(unit), ...outletCells(unit)]
}

/** This table shows the unit the agent runs on; whether it ever spans a chain is not known. */
const outletsOf = (unit: PduUnit): readonly Outlet[] => unit.members[0].outlets

function identCells(unit: PduUnit): Cell[] {
  const { model, power } = unit
  return [
    label(
      `${base}.1.1`,
      0,
      64,
      () => unit.name,
      value => (unit.name = value),
    ),
    string(`${base}.1.2`, 0, () => model.hardware),
    string(`${base}.1.3`, 0, () => model.firmware),
    string(`${base}.1.4`, 0, () => model.manufactured),
    string(`${base}.1.5`, 0, () => model.model),
    string(`${base}.1.6`, 0, unit.serial),
    integer(`${base}.1.7`, 0, () => model.ratingAmps),
    integer(`${base}.1.8`, 0, () => outletsOf(unit).length),
    integer(`${base}.1.9`, 0, () => 1),
    integer(`${base}.1.10`, 0, () => power.banksOf(1).length),
    integer(`${base}.1.11`, 0, () => power.breakerAmps),
    integer(`${base}.1.16`, 0, () => Math.round(power.watts(1))),
  ]
}

/** rPDULoadStatusTable: a row for the phase, then one for each bank; and what each may carry. */
function loadCells({ power, model }: PduUnit): Cell[] {
  const rows = [{ bank: 0, watts: () => power.watts(1) }]
  if (power.banksOf(1).length > 1)
    rows.push(...power.banksOf(1).map(bank => ({ bank, watts: () => power.wattsOfBank(bank) })))
  const banks = power
    .banksOf(1)
    .flatMap(bank => [
      integer(`${maxLoad}.1`, bank, () => bank),
      integer(`${maxLoad}.2`, bank, () => bank),
      integer(`${maxLoad}.3`, bank, () => power.breakerAmps),
    ])
  const phase = [integer(`${base}.2.2.1.1.1`, 1, () => 1), integer(`${base}.2.2.1.1.4`, 1, () => model.ratingAmps)]
  const loads = rows.flatMap(({ bank, watts }, at) => [
    integer(`${load}.1`, at + 1, () => at + 1),
    gauge(`${load}.2`, at + 1, () => tenths(power.amps(watts()))),
    integer(`${load}.4`, at + 1, () => (bank === 0 ? 1 : 0)),
    integer(`${load}.5`, at + 1, () => bank),
  ])
  return [...loads, ...phase, ...(power.banksOf(1).length > 1 ? banks : [])]
}

function deviceCells(unit: PduUnit): Cell[] {
  const { relays, metered } = unit
  const outlets = outletsOf(unit).length
  return [
    commands(
      `${base}.3.1.1`,
      0,
      () => 1,
      deviceCommands,
      command => outletsOf(unit).forEach(outlet => relays.command(outlet.number, command)),
    ),
    integer(`${base}.3.1.3`, 0, () => outlets),
    integer(`${base}.3.1.4`, 0, () => outlets),
    integer(`${base}.3.1.5`, 0, () => (metered ? outlets : 0)),
    integer(`${base}.3.4.2`, 0, () => (metered ? outlets : 0)),
  ]
}

function outletCells(unit: PduUnit): Cell[] {
  const { relays, power, metered } = unit
  const seconds = within(-1, 7200)
  return eachOutlet(outletsOf(unit), (outlet, row) => [
    integer(`${control}.1`, row, () => row),
    string(`${control}.2`, row, () => outlet.name),
    integer(`${control}.3`, row, () => 1),
    commands(
      `${control}.4`,
      row,
      () => (outlet.shown ? 1 : 2),
      outletCommands,
      command => relays.command(row, command),
    ),
    integer(`${control}.5`, row, () => power.bankOf(row)),
    integer(`${config}.1`, row, () => row),
    label(
      `${config}.2`,
      row,
      31,
      () => outlet.name,
      value => (outlet.name = value),
    ),
    integer(`${config}.3`, row, () => 1),
    setting(
      `${config}.4`,
      row,
      () => outlet.onDelaySeconds,
      seconds,
      value => (outlet.onDelaySeconds = value),
    ),
    setting(
      `${config}.5`,
      row,
      () => outlet.offDelaySeconds,
      seconds,
      value => (outlet.offDelaySeconds = value),
    ),
    setting(
      `${config}.6`,
      row,
      () => outlet.rebootSeconds,
      within(5, 60),
      value => (outlet.rebootSeconds = value),
    ),
    integer(`${config}.7`, row, () => power.bankOf(row)),
    integer(`${status}.1`, row, () => row),
    string(`${status}.2`, row, () => outlet.name),
    integer(`${status}.3`, row, () => 1),
    integer(`${status}.4`, row, () => (outlet.shown ? 1 : 2)),
    integer(`${status}.5`, row, () => (outlet.outstanding > 0 ? 1 : 2)),
    integer(`${status}.6`, row, () => power.bankOf(row)),
    ...(metered ? [gauge(`${status}.7`, row, () => tenths(power.amps(power.wattsOf(row))))] : []),
  ])
}
