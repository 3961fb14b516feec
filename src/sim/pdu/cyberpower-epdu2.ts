// CyberPower's second outlet tables, 3808.1.1.6 (CPS-MIB ePDU2*): rows run over all units of a daisy chain.
import { commands, eachOutlet, gauge, integer, label, setting, string, tenths, within } from './cells.ts'
import { outletCommands } from './cyberpower-epdu.ts'
import type { Cell } from './mib-tree.ts'
import type { PduUnit } from './unit.ts'

const base = '1.3.6.1.4.1.3808.1.1.6'
const config = `${base}.6.1.2.1`
const info = `${base}.6.1.3.1`
const status = `${base}.6.1.4.1`
const control = `${base}.6.1.5.1`
const meter = `${base}.6.2.4.1`

export const cyberpowerEpdu2Cells = (unit: PduUnit): Cell[] => [
  ...unitCells(unit),
  ...bankCells(unit),
  ...outletCells(unit),
  ...(unit.metered ? meterCells(unit) : []),
]

function unitCells({ members, model, power }: PduUnit): Cell[] {
  // standalone 1, host 2, slave 3
  const roleOf = (number: number): number => {
    if (members.length === 1) return 1
    return number === 1 ? 2 : 3
  }
  return [
    integer(`${base}.1`, 0, () => (members.length === 1 ? 1 : 2)),
    integer(`${base}.2.1`, 0, () => members.length),
    ...members.flatMap(({ number, name, serial, outlets }) => [
      integer(`${base}.2.2.1.2`, number, () => number),
      string(`${base}.2.2.1.3`, number, () => name),
      string(`${base}.2.2.1.6`, number, () => model.hardware),
      string(`${base}.2.2.1.7`, number, () => model.firmware),
      string(`${base}.2.2.1.8`, number, () => model.manufactured),
      string(`${base}.2.2.1.9`, number, () => model.model),
      string(`${base}.2.2.1.10`, number, serial),
      integer(`${base}.3.3.1.2`, number, () => number),
      integer(`${base}.3.3.1.4`, number, () => model.ratingAmps),
      integer(`${base}.3.3.1.5`, number, () => outlets.length),
      integer(`${base}.3.3.1.6`, number, () => outlets.length),
      integer(`${base}.3.4.1.2`, number, () => number),
      gauge(`${base}.3.4.1.5`, number, () => tenths(power.amps(power.watts(number)))),
      integer(`${base}.3.4.1.17`, number, () => roleOf(number)),
    ]),
  ]
}

function bankCells({ power, members }: PduUnit): Cell[] {
  const banks = members.flatMap(({ number }) => power.banksOf(number).map(bank => ({ unit: number, bank })))
  return [
    ...members.flatMap(({ number }, at) => [
      integer(`${base}.4.4.1.2`, at + 1, () => number),
      integer(`${base}.4.4.1.3`, at + 1, () => 1),
      gauge(`${base}.4.4.1.5`, at + 1, () => tenths(power.amps(power.watts(number)))),
    ]),
    integer(`${base}.5.1`, 0, () => banks.length),
    ...banks.flatMap(({ unit, bank }, at) => [
      integer(`${base}.5.4.1.2`, at + 1, () => unit),
      integer(`${base}.5.4.1.3`, at + 1, () => bank),
      gauge(`${base}.5.4.1.5`, at + 1, () => tenths(power.amps(power.wattsOfBank(bank, unit)))),
    ]),
  ]
}

function outletCells({ relays, power }: PduUnit): Cell[] {
  const seconds = within(-1, 7200)
  return [
    integer(`${base}.6.1.1`, 0, () => relays.all.length),
    ...eachOutlet(relays.all, (outlet, row) => [
      integer(`${config}.2`, row, () => outlet.unit),
      integer(`${config}.3`, row, () => outlet.socket),
      label(
        `${config}.4`,
        row,
        20,
        () => outlet.name,
        value => (outlet.name = value),
      ),
      setting(
        `${config}.5`,
        row,
        () => outlet.onDelaySeconds,
        seconds,
        value => (outlet.onDelaySeconds = value),
      ),
      setting(
        `${config}.6`,
        row,
        () => outlet.offDelaySeconds,
        seconds,
        value => (outlet.offDelaySeconds = value),
      ),
      setting(
        `${config}.7`,
        row,
        () => outlet.rebootSeconds,
        within(5, 60),
        value => (outlet.rebootSeconds = value),
      ),
      integer(`${info}.2`, row, () => outlet.unit),
      integer(`${info}.3`, row, () => outlet.socket),
      integer(`${info}.5`, row, () => 1),
      integer(`${info}.6`, row, () => power.bankOf(row)),
      integer(`${status}.2`, row, () => outlet.unit),
      integer(`${status}.3`, row, () => outlet.socket),
      string(`${status}.4`, row, () => outlet.name),
      integer(`${status}.5`, row, () => (outlet.shown ? 1 : 2)),
      integer(`${status}.6`, row, () => (outlet.outstanding > 0 ? 1 : 2)),
      integer(`${control}.2`, row, () => outlet.unit),
      integer(`${control}.3`, row, () => outlet.socket),
      commands(
        `${control}.5`,
        row,
        () => (outlet.shown ? 1 : 2),
        outletCommands,
        command => relays.command(row, command),
      ),
    ]),
  ]
}

const meterCells = ({ relays, power }: PduUnit): Cell[] =>
  eachOutlet(relays.all, (outlet, row) => [
    integer(`${meter}.2`, row, () => outlet.unit),
    integer(`${meter}.3`, row, () => outlet.socket),
    gauge(`${meter}.6`, row, () => tenths(power.amps(power.wattsOf(row)))),
    gauge(`${meter}.7`, row, () => Math.round(power.wattsOf(row))),
  ])
