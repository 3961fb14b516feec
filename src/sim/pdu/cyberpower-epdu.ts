// CyberPower's first outlet tables, 3808.1.1.3 (CPS-MIB ePDU*).
import { commands, eachOutlet, gauge, integer, label, setting, string, tenths, within } from './cells.ts'
import type { Cell } from './mib-tree.ts'
import type { PduUnit } from './unit.ts'

const base = '1.3.6.1.4.1.3808.1.1.3'
const control = `${base}.3.3.1.1`
const config = `${base}.3.4.1.1`
const status = `${base}.3.5.1.1`
const load = `${base}.2.3.1.1`

/** ePDUOutletControlOutletCommand and ePDU2OutletSwitchedControlCommand; outletIdentify (8) lights a lamp. */
export const outletCommands = {
  1: 'on',
  2: 'off',
  3: 'reboot',
  4: 'delayedOn',
  5: 'delayedOff',
  6: 'delayedReboot',
  7: 'cancel',
  8: 'nothing',
} as const
// ePDUOutletDevCommand, every outlet at once, counts from another number.
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

export const cyberpowerEpduCells = (unit: PduUnit): Cell[] => [
  ...epduIdentCells(unit),
  ...loadCells(unit),
  ...outletCells(unit),
]

export const epduIdentCells = ({ model, serial, members }: PduUnit): Cell[] => [
  string(`${base}.1.1`, 0, () => members[0].name),
  string(`${base}.1.2`, 0, () => model.hardware),
  string(`${base}.1.3`, 0, () => model.firmware),
  string(`${base}.1.4`, 0, () => model.manufactured),
  string(`${base}.1.5`, 0, () => model.model),
  string(`${base}.1.6`, 0, serial),
  integer(`${base}.1.7`, 0, () => model.ratingAmps),
  integer(`${base}.1.8`, 0, () => members[0].outlets.length),
]

/** One phase, then the banks, in one table. */
function loadCells({ power, model }: PduUnit): Cell[] {
  const rows = [{ bank: 0 }, ...power.banksOf(1).map(bank => ({ bank }))]
  return [
    // 0 where there are banks.
    integer(`${base}.2.1.1`, 0, () => 0),
    integer(`${base}.2.1.3`, 0, () => power.breakerAmps),
    integer(`${base}.2.1.4`, 0, () => power.banksOf(1).length),
    integer(`${base}.2.2.1.1.5`, 1, () => (power.amps(power.watts()) > model.ratingAmps ? 4 : 1)),
    ...rows.flatMap(({ bank }, at) => [
      gauge(`${load}.2`, at + 1, () => tenths(power.amps(bank === 0 ? power.watts() : power.wattsOfBank(bank)))),
      integer(`${load}.4`, at + 1, () => 1),
      integer(`${load}.5`, at + 1, () => bank),
      integer(`${load}.6`, at + 1, () => power.volts * 10),
    ]),
  ]
}

function outletCells({ relays, power }: PduUnit): Cell[] {
  const seconds = within(-1, 7200)
  return [
    commands(
      `${base}.3.1.1`,
      0,
      () => 1,
      deviceCommands,
      command => relays.all.forEach(outlet => relays.command(outlet.number, command)),
    ),
    integer(`${base}.3.1.3`, 0, () => relays.all.length),
    integer(`${base}.3.1.4`, 0, () => relays.all.length),
    ...eachOutlet(relays.all, (outlet, row) => [
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
      label(
        `${config}.2`,
        row,
        20,
        () => outlet.name,
        value => (outlet.name = value),
      ),
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
      integer(`${status}.1`, row, () => row),
      string(`${status}.2`, row, () => outlet.name),
      integer(`${status}.3`, row, () => 1),
      integer(`${status}.4`, row, () => (outlet.shown ? 1 : 2)),
      integer(`${status}.5`, row, () => (outlet.outstanding > 0 ? 1 : 2)),
      integer(`${status}.6`, row, () => power.bankOf(row)),
      gauge(`${status}.7`, row, () => tenths(power.amps(power.wattsOf(row)))),
      gauge(`${status}.8`, row, () => Math.round(power.wattsOf(row))),
    ]),
  ]
}
