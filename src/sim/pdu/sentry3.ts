// Server Technology Sentry3, 1718.3 (Sentry3-MIB): towers with one infeed each; further towers are linked to the first.
import { bits, commands, eachOutlet, hundredths, integer, label, setting, string, within } from './cells.ts'
import type { PduKind } from './kind.ts'
import type { Cell } from './mib-tree.ts'
import type { Outlet } from './relays.ts'
import type { Member, PduUnit } from './unit.ts'

const base = '1.3.6.1.4.1.1718.3'
const system = `${base}.1`
const tower = `${base}.2.1.1`
const infeed = `${base}.2.2.1`
const outletEntry = `${base}.2.3.1`

const infeedNumber = 1
const letterOf = (number: number): string => String.fromCodePoint(64 + number)
const infeedId = (unit: number): string => `${letterOf(unit)}${letterOf(infeedNumber)}`

// outletControlAction
const actions = { 0: 'nothing', 1: 'on', 2: 'off', 3: 'reboot' } as const
// outletCapabilities: onSense 0, loadSense 1, powerControl 2, voltageSense 7, powerSense 8
const metered = [0, 1, 2, 7, 8]
const unmetered = [0, 2]

export const sentry3: PduKind = {
  name: 'sentry3',
  vendor: 'Server Technology',
  metered: true,
  mostUnits: 4,
  macPrefix: [0x00, 0x0a, 0x9c],
  networkPort: { index: 2, name: 'eth0' },
  model: {
    model: 'CW-24V2C458C1',
    sysObjectId: base,
    hardware: '',
    firmware: 'Sentry Switched CDU Version 7.1f',
    manufactured: '',
    ratingAmps: 30,
    sysDescr: () => 'Sentry Switched CDU',
  },
  cells: unit => [
    ...systemCells(unit),
    ...unit.members.flatMap(member => towerCells(unit, member)),
    ...outletCells(unit),
  ],
}

function systemCells({ model, members, power, relays }: PduUnit): Cell[] {
  // One delay for all outlets.
  const [first] = relays.all
  return [
    string(`${system}.1`, 0, () => model.firmware),
    string(`${system}.2`, 0, () => '8025492'),
    integer(`${system}.4`, 0, () => members.length),
    integer(`${system}.6`, 0, () => Math.round(power.watts())),
    integer(`${system}.13`, 0, () => 0),
    setting(
      `${system}.14`,
      0,
      () => first?.rebootSeconds ?? 5,
      within(5, 600),
      seconds => relays.all.forEach(outlet => (outlet.rebootSeconds = seconds)),
    ),
  ]
}

function towerCells({ model, power }: PduUnit, { number, serial, outlets, name }: Member): Cell[] {
  const feed = `${number}.${infeedNumber}`
  return [
    string(`${tower}.2`, number, () => letterOf(number)),
    string(`${tower}.3`, number, () => name),
    integer(`${tower}.4`, number, () => 0),
    integer(`${tower}.5`, number, () => 1),
    string(`${tower}.6`, number, serial),
    string(`${tower}.7`, number, () => model.model),
    string(`${infeed}.2`, feed, () => infeedId(number)),
    string(`${infeed}.3`, feed, () => `Tower${letterOf(number)}_InfeedA`),
    integer(`${infeed}.5`, feed, () => 1),
    integer(`${infeed}.7`, feed, () => hundredths(power.amps(power.watts(number)))),
    integer(`${infeed}.8`, feed, () => Math.round(model.ratingAmps * 0.8)),
    integer(`${infeed}.9`, feed, () => outlets.length),
    integer(`${infeed}.10`, feed, () => model.ratingAmps),
    integer(`${infeed}.11`, feed, () => power.volts * 10),
  ]
}

function outletCells(unit: PduUnit): Cell[] {
  const { relays, power } = unit
  return eachOutlet(relays.all, outlet => {
    const row = `${outlet.unit}.${infeedNumber}.${outlet.socket}`
    const watts = (): number => power.wattsOf(outlet.number)
    return [
      string(`${outletEntry}.2`, row, () => `${infeedId(outlet.unit)}${outlet.socket}`),
      label(
        `${outletEntry}.3`,
        row,
        24,
        () => outlet.name,
        value => (outlet.name = value),
      ),
      bits(`${outletEntry}.4`, row, 2, () => (unit.metered ? metered : unmetered)),
      integer(`${outletEntry}.5`, row, () => statusOf(unit, outlet)),
      integer(`${outletEntry}.6`, row, () => 0),
      integer(`${outletEntry}.7`, row, () => (unit.metered ? hundredths(power.amps(watts())) : -1)),
      integer(`${outletEntry}.10`, row, () => controlStateOf(unit, outlet)),
      commands(
        `${outletEntry}.11`,
        row,
        () => 0,
        actions,
        command => relays.command(outlet.number, command),
      ),
      integer(`${outletEntry}.14`, row, () => (unit.metered ? Math.round(watts()) : -1)),
      setting(
        `${outletEntry}.20`,
        row,
        () => outlet.onDelaySeconds,
        within(0, 900),
        value => (outlet.onDelaySeconds = value),
      ),
    ]
  })
}

/** outletStatus: off 0, on 1, offWait 2, onWait 3, offError 4, onError 5, noComm 6, offFuse 8, onFuse 9. */
function statusOf({ obstacleOf }: PduUnit, outlet: Outlet): number {
  const plain = outlet.shown ? 1 : 0
  const obstacle = obstacleOf(outlet)
  if (obstacle === 'noConnection') return 6
  if (obstacle === 'relayFailed') return 4 + plain
  if (obstacle === 'breakerTripped') return 8 + plain
  return outlet.outstanding > 0 && (outlet.heading === 'on') !== outlet.shown ? 2 + plain : plain
}

/** outletControlState: off 4, on 5, lockedOff 6, lockedOn 7, pendOn 10, pendOff 11. */
function controlStateOf({ obstacleOf }: PduUnit, outlet: Outlet): number {
  if (obstacleOf(outlet) === 'locked') return outlet.shown ? 7 : 6
  if (outlet.outstanding > 0) return outlet.heading === 'on' ? 10 : 11
  return outlet.shown ? 5 : 4
}
