// Server Technology Sentry4, 1718.4 (Sentry4-MIB): a master unit and link units with one input cord each.
import { bits, commands, eachOutlet, hundredths, integer, label, setting, string, within } from './cells.ts'
import type { PduKind } from './kind.ts'
import type { Cell } from './mib-tree.ts'
import type { Outlet } from './relays.ts'
import type { Member, PduUnit } from './unit.ts'

const base = '1.3.6.1.4.1.1718.4.1'
const outlets = `${base}.8`

const cordNumber = 1
const letterOf = (number: number): string => String.fromCodePoint(64 + number)
const cordId = (unit: number): string => `${letterOf(unit)}${letterOf(cordNumber)}`

// st4OutletControlAction; 4 to 6 only queue, and nothing here commits the queue.
const actions = { 0: 'nothing', 1: 'on', 2: 'off', 3: 'reboot', 4: 'nothing', 5: 'nothing', 6: 'nothing' } as const

export const sentry4: PduKind = {
  name: 'sentry4',
  vendor: 'Server Technology',
  metered: true,
  mostUnits: 6,
  macPrefix: [0x00, 0x0a, 0x9c],
  networkPort: { index: 2, name: 'eth0' },
  model: {
    model: 'C2S24CE-YCMFAM00',
    sysObjectId: '1.3.6.1.4.1.1718.4',
    hardware: '',
    firmware: 'Version 8.0n',
    manufactured: '2016-04-25',
    ratingAmps: 30,
    sysDescr: () => 'Sentry Switched PDU',
  },
  cells: unit => [
    ...systemCells(unit),
    ...unit.members.flatMap(member => unitCells(unit, member)),
    ...outletCells(unit),
  ],
}

function systemCells({ model, members, relays }: PduUnit): Cell[] {
  const [first] = relays.all
  return [
    string(`${base}.1.1.1`, 0, () => 'Sentry Switched PDU'),
    string(`${base}.1.1.3`, 0, () => model.firmware),
    integer(`${base}.1.1.10`, 0, () => members.length),
    integer(`${outlets}.1.10`, 0, () => 0),
    setting(
      `${outlets}.1.11`,
      0,
      () => first?.rebootSeconds ?? 5,
      within(5, 600),
      seconds => relays.all.forEach(outlet => (outlet.rebootSeconds = seconds)),
    ),
  ]
}

function unitCells({ model, power }: PduUnit, { number, serial, name, outlets: own }: Member): Cell[] {
  const cord = `${number}.${cordNumber}`
  const line = `${cord}.1`
  const amps = (): number => hundredths(power.amps(power.watts(number)))
  return [
    string(`${base}.2.2.1.2`, number, () => letterOf(number)),
    string(`${base}.2.2.1.3`, number, () => name),
    string(`${base}.2.2.1.4`, number, serial),
    string(`${base}.2.2.1.5`, number, () => model.model),
    // masterPdu 0, linkPdu 1
    integer(`${base}.2.2.1.7`, number, () => (number === 1 ? 0 : 1)),
    string(`${base}.3.2.1.2`, cord, () => cordId(number)),
    integer(`${base}.3.2.1.10`, cord, () => model.ratingAmps),
    integer(`${base}.3.2.1.24`, cord, () => own.length),
    string(`${base}.4.2.1.2`, line, () => `${cordId(number)}1`),
    integer(`${base}.4.2.1.6`, line, () => model.ratingAmps),
    integer(`${base}.4.3.1.3`, line, amps),
    string(`${base}.5.2.1.2`, line, () => `${cordId(number)}1`),
    integer(`${base}.5.3.1.6`, line, amps),
    ...power
      .banksOf(number)
      .flatMap(bank => [
        string(`${base}.7.2.1.2`, `${cord}.${bank}`, () => `${cordId(number)}${bank}`),
        integer(`${base}.7.2.1.6`, `${cord}.${bank}`, () => power.breakerAmps),
        integer(`${base}.7.3.1.3`, `${cord}.${bank}`, () => hundredths(power.amps(power.wattsOfBank(bank, number)))),
      ]),
  ]
}

function outletCells(unit: PduUnit): Cell[] {
  const { relays, power } = unit
  return eachOutlet(relays.all, outlet => {
    const row = `${outlet.unit}.${cordNumber}.${outlet.socket}`
    const watts = (): number => power.wattsOf(outlet.number)
    return [
      string(`${outlets}.2.1.2`, row, () => `${cordId(outlet.unit)}${outlet.socket}`),
      label(
        `${outlets}.2.1.3`,
        row,
        32,
        () => outlet.name,
        value => (outlet.name = value),
      ),
      // switched 0, pops 1
      bits(`${outlets}.2.1.5`, row, 1, () => (unit.metered ? [0, 1] : [0])),
      setting(
        `${outlets}.2.1.21`,
        row,
        () => outlet.onDelaySeconds,
        within(0, 900),
        value => (outlet.onDelaySeconds = value),
      ),
      string(`${outlets}.2.1.30`, row, () => `${cordId(outlet.unit)}1`),
      string(`${outlets}.2.1.32`, row, () => `${cordId(outlet.unit)}${power.bankOf(outlet.number)}`),
      // unknown 0, on 1, off 2
      integer(`${outlets}.3.1.1`, row, () => (outlet.shown ? 1 : 2)),
      integer(`${outlets}.3.1.2`, row, () => statusOf(unit, outlet)),
      integer(`${outlets}.3.1.3`, row, () => (unit.metered ? hundredths(power.amps(watts())) : -1)),
      integer(`${outlets}.3.1.7`, row, () => (unit.metered ? Math.round(watts()) : -1)),
      integer(`${outlets}.5.1.1`, row, () => controlStateOf(unit, outlet)),
      commands(
        `${outlets}.5.1.2`,
        row,
        () => 0,
        actions,
        command => relays.command(outlet.number, command),
      ),
    ]
  })
}

/** DeviceStatus: normal 0, noComm 10, pwrError 11, breakerTripped 12. */
function statusOf({ obstacleOf }: PduUnit, outlet: Outlet): number {
  const obstacle = obstacleOf(outlet)
  if (obstacle === 'noConnection') return 10
  if (obstacle === 'breakerTripped') return 12
  return obstacle === 'relayFailed' ? 11 : 0
}

/** st4OutletControlState: ocpOff 6, pendOn 8, pendOff 9, off 10, on 11, lockedOff 14, lockedOn 15. */
function controlStateOf({ obstacleOf }: PduUnit, outlet: Outlet): number {
  const obstacle = obstacleOf(outlet)
  if (obstacle === 'locked') return outlet.shown ? 15 : 14
  if (obstacle === 'breakerTripped') return 6
  if (outlet.outstanding > 0) return outlet.heading === 'on' ? 8 : 9
  return outlet.shown ? 11 : 10
}
