// MasterSwitch, 318.1.1.4 (PowerNet-MIB sPDU*): answered by every switched APC PDU.
import { commands, eachOutlet, integer, label, setting, string } from './cells.ts'
import type { Cell } from './mib-tree.ts'
import type { PduUnit } from './unit.ts'

const base = '1.3.6.1.4.1.318.1.1.4'
const control = `${base}.4.2.1`
const config = `${base}.5.2.1`

const delays = [-1, 0, 15, 30, 45, 60, 120, 300]
const durations = [5, 10, 15, 20, 30, 45, 60]
/** The MIB: any other value is taken as the next lower acceptable one. */
const nextLower = (allowed: readonly number[], value: number): number =>
  allowed.findLast(step => step <= value) ?? allowed[0] ?? value
const any = (): boolean => true

// sPDUOutletCtl; outletUnknown (4) is an answer and no command.
const outletCommands = { 1: 'on', 2: 'off', 3: 'reboot', 5: 'delayedOn', 6: 'delayedOff', 7: 'delayedReboot' } as const
// sPDUMasterControlSwitch, every outlet at once.
const masterCommands = {
  1: 'on',
  2: 'delayedOn',
  3: 'off',
  4: 'reboot',
  5: 'delayedReboot',
  6: 'nothing',
  7: 'delayedOff',
} as const

export function masterSwitchCells(unit: PduUnit): Cell[] {
  const { relays, model } = unit
  // The old table knows one unit.
  const { outlets } = unit.members[0]
  const words = (yes: string, no: string, is: (row: number) => boolean): string =>
    outlets.map(outlet => (is(outlet.number) ? yes : no).padEnd(4)).join('')
  return [
    string(`${base}.1.1`, 0, () => model.hardware),
    string(`${base}.1.2`, 0, () => model.firmware),
    string(`${base}.1.3`, 0, () => model.manufactured),
    string(`${base}.1.4`, 0, () => model.model),
    string(`${base}.1.5`, 0, unit.serial),
    commands(
      `${base}.2.1`,
      0,
      () => 6,
      masterCommands,
      command => outlets.forEach(outlet => relays.command(outlet.number, command)),
    ),
    string(`${base}.2.2`, 0, () => words('On', 'Off', row => relays.of(row).shown)),
    string(`${base}.2.3`, 0, () => words('Yes', 'No', row => relays.of(row).outstanding > 0)),
    integer(`${base}.4.1`, 0, () => outlets.length),
    integer(`${base}.5.1`, 0, () => outlets.length),
    ...eachOutlet(outlets, (outlet, row) => [
      integer(`${control}.1`, row, () => row),
      integer(`${control}.2`, row, () => (outlet.outstanding > 0 ? 1 : 2)),
      commands(
        `${control}.3`,
        row,
        () => (outlet.shown ? 1 : 2),
        outletCommands,
        command => relays.command(row, command),
      ),
      string(`${control}.4`, row, () => outlet.name),
      integer(`${config}.1`, row, () => row),
      setting(
        `${config}.2`,
        row,
        () => outlet.onDelaySeconds,
        any,
        value => (outlet.onDelaySeconds = nextLower(delays, value)),
      ),
      label(
        `${config}.3`,
        row,
        20,
        () => outlet.name,
        value => (outlet.name = value),
      ),
      setting(
        `${config}.4`,
        row,
        () => outlet.offDelaySeconds,
        any,
        value => (outlet.offDelaySeconds = nextLower(delays, value)),
      ),
      setting(
        `${config}.5`,
        row,
        () => outlet.rebootSeconds,
        any,
        value => (outlet.rebootSeconds = nextLower(durations, value)),
      ),
    ]),
  ]
}
