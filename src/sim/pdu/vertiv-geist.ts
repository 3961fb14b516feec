// Vertiv Geist rack PDUs, 21239.5.2 (VERTIV-V5-MIB): outlets are switched in one table and metered in another.
import { commands, eachOutlet, gauge, hundredths, integer, label, refusing, setting, string, within } from './cells.ts'
import type { PduKind } from './kind.ts'
import type { Cell } from './mib-tree.ts'
import type { Outlet } from './relays.ts'
import type { PduUnit } from './unit.ts'

const base = '1.3.6.1.4.1.21239.5.2'
const info = `${base}.1`
const outletSwitch = `${base}.3.5.1`
const outletMeter = `${base}.3.6.1`

// pduOutletSwitchControl; none (8) is an answer and no command.
const actions = {
  1: 'cancel',
  2: 'on',
  3: 'delayedOn',
  4: 'off',
  5: 'delayedOff',
  6: 'reboot',
  7: 'delayedReboot',
} as const

export const vertivGeist: PduKind = {
  name: 'vertiv-geist',
  vendor: 'Vertiv',
  metered: true,
  macPrefix: [0x00, 0x19, 0x85],
  model: {
    model: 'MN03EDR1-15P3B8-6PS15D0H10-S',
    sysObjectId: '1.3.6.1.4.1.21239.42.1.53',
    hardware: '',
    firmware: '5.6.1',
    manufactured: '',
    ratingAmps: 32,
    sysDescr: () => 'Vertiv Geist rPDU',
  },
  cells: unit => [...infoCells(unit), ...switchCells(unit), ...(unit.metered ? meterCells(unit) : [])],
}

const infoCells = ({ model, serial, members, power }: PduUnit): Cell[] => [
  string(`${info}.1`, 0, () => 'GU2'),
  string(`${info}.2`, 0, () => model.firmware),
  string(`${info}.3`, 0, () => members[0].name),
  string(`${info}.8`, 0, () => model.model),
  string(`${info}.10`, 0, serial),
  string(`${base}.3.1.1.2`, 1, () => '0019850000000001'),
  gauge(`${base}.3.1.1.5`, 1, () => 1),
  string(`${base}.3.2.1.2`, 1, () => 'Phase A'),
  gauge(`${base}.3.2.1.8`, 1, () => hundredths(power.amps(power.watts()))),
  ...power
    .banksOf(1)
    .flatMap(bank => [
      string(`${base}.3.3.1.2`, bank, () => `Circuit ${bank}`),
      gauge(`${base}.3.3.1.4`, bank, () => hundredths(power.amps(power.wattsOfBank(bank)))),
    ]),
  string(`${base}.3.4.1.2`, 1, () => 'Line A'),
  gauge(`${base}.3.4.1.4`, 1, () => hundredths(power.amps(power.watts()))),
]

function switchCells({ relays, obstacleOf }: PduUnit): Cell[] {
  const seconds = within(0, 600)
  return eachOutlet(relays.all, (outlet, row) => [
    string(`${outletSwitch}.2`, row, () => `Outlet ${outlet.socket}`),
    label(
      `${outletSwitch}.3`,
      row,
      25,
      () => outlet.name,
      value => (outlet.name = value),
    ),
    integer(`${outletSwitch}.4`, row, () => (obstacleOf(outlet) === 'noConnection' ? 7 : stateOf(outlet))),
    integer(`${outletSwitch}.5`, row, () => (obstacleOf(outlet) === 'relayFailed' ? 1 : 2)),
    refusing(
      commands(
        `${outletSwitch}.6`,
        row,
        () => 8,
        actions,
        command => relays.command(row, command),
      ),
      // Not in manual mode.
      () => (obstacleOf(outlet) === 'serviceMode' ? 'inconsistentValue' : null),
    ),
    integer(`${outletSwitch}.7`, row, () => {
      const to = outlet.countdown?.to
      return to ? relays.secondsLeft(outlet, to) : 0
    }),
    setting(
      `${outletSwitch}.8`,
      row,
      () => outlet.onDelaySeconds,
      seconds,
      value => (outlet.onDelaySeconds = value),
    ),
    setting(
      `${outletSwitch}.9`,
      row,
      () => outlet.offDelaySeconds,
      seconds,
      value => (outlet.offDelaySeconds = value),
    ),
    setting(
      `${outletSwitch}.11`,
      row,
      () => outlet.rebootSeconds,
      seconds,
      value => (outlet.rebootSeconds = value),
    ),
  ])
}

/** pduOutletSwitchState: on 1, off 2, on2off 3, off2on 4. */
function stateOf(outlet: Outlet): number {
  if (outlet.outstanding > 0 && (outlet.heading === 'on') !== outlet.shown) return outlet.shown ? 3 : 4
  return outlet.shown ? 1 : 2
}

const meterCells = ({ relays, power }: PduUnit): Cell[] =>
  eachOutlet(relays.all, (outlet, row) => [
    string(`${outletMeter}.2`, row, () => `Outlet ${outlet.socket}`),
    string(`${outletMeter}.3`, row, () => outlet.name),
    gauge(`${outletMeter}.4`, row, () => power.volts * 10),
    gauge(`${outletMeter}.8`, row, () => hundredths(power.amps(power.wattsOf(row)))),
    gauge(`${outletMeter}.12`, row, () => Math.round(power.wattsOf(row))),
  ])
