// Panduit SmartZone G5, 19536.10.1 (PANDUIT-MIB pdug5*): seconds as commands beside one column of commands, and 48 rows for each unit.
import {
  commandAfter,
  commands,
  eachOutlet,
  filled,
  hundredths,
  integer,
  label,
  setting,
  string,
  within,
} from './cells.ts'
import type { PduKind } from './kind.ts'
import type { Cell } from './mib-tree.ts'
import type { Outlet } from './relays.ts'
import type { Member, PduUnit } from './unit.ts'

const base = '1.3.6.1.4.1.19536.10.1'
const ident = `${base}.1.2.1`
const phase = `${base}.2.2.1`
const group = `${base}.3.1.1`
const outlet = `${base}.5.1.1`
const control = `${base}.5.2.1`

const tableLength = 48
// pdug5OutletControlCommand; outletUnknown (7) is an answer and no command.
const outletCommands = { 1: 'off', 2: 'on', 3: 'delayedOff', 4: 'delayedOn', 5: 'reboot', 6: 'delayedReboot' } as const

export const panduitG5: PduKind = {
  name: 'panduit-g5',
  vendor: 'Panduit',
  metered: true,
  mostUnits: 4,
  macPrefix: [0x00, 0x0f, 0x9c],
  model: {
    model: 'P32G13M',
    sysObjectId: base,
    sysDescr: () => 'SN:Outlet Metered, Outlet Switched PN:Device Model:P32G13M Rating:200-240V, 32A, 7.4kVA, 50/60Hz',
    hardware: '',
    firmware: '3.3.6',
    manufactured: '',
    ratingAmps: 32,
  },
  cells: unit => [
    integer(`${base}.1.1`, 0, () => unit.members.length),
    ...unit.members.flatMap(member => [...identCells(unit, member), ...groupCells(unit, member)]),
    ...outletCells(unit),
    ...unit.members.flatMap(emptyCells),
  ],
}

function identCells({ model, power }: PduUnit, member: Member): Cell[] {
  const index = member.number
  return [
    integer(`${ident}.1`, index, () => index),
    string(`${ident}.2`, index, () => member.name),
    string(`${ident}.3`, index, () => '200-240V, 32A, 7.4kVA, 50/60Hz'),
    string(`${ident}.4`, index, () => 'PANDUIT'),
    string(`${ident}.5`, index, () => model.firmware),
    string(`${ident}.7`, index, () => model.model),
    string(`${ident}.8`, index, member.serial),
    integer(`${ident}.10`, index, () => 1),
    integer(`${ident}.13`, index, () => member.outlets.length),
    integer(`${phase}.1`, `${index}.1`, () => 1),
    // singlePhase
    integer(`${phase}.9`, `${index}.1`, () => 1),
    integer(`${phase}.10`, `${index}.1`, () => hundredths(model.ratingAmps)),
    integer(`${phase}.11`, `${index}.1`, () => hundredths(power.amps(power.watts(member.number)))),
  ]
}

function groupCells({ power }: PduUnit, { number }: Member): Cell[] {
  return power.banksOf(number).flatMap(bank => {
    const index = `${number}.${bank}`
    return [
      integer(`${group}.1`, index, () => bank),
      // breaker1pole
      integer(`${group}.3`, index, () => 2),
      integer(`${group}.11`, index, () => hundredths(power.breakerAmps)),
      integer(`${group}.12`, index, () => hundredths(power.amps(power.wattsOfBank(bank, number)))),
      // breakerOn 2, breakerOff 3
      integer(`${group}.26`, index, () => (power.isTripped(bank, number) ? 3 : 2)),
    ]
  })
}

/** Rows beyond the last outlet: zeros, and empty names. */
function emptyCells({ number, outlets }: Member): Cell[] {
  const beyond = Array.from({ length: tableLength - outlets.length }, (_, at) => outlets.length + at + 1)
  return beyond.flatMap(socket => {
    const index = `${number}.${socket}`
    return [
      string(`${outlet}.2`, index, () => ''),
      ...[1, 3, 5, 13, 18].map(column => integer(`${outlet}.${column}`, index, () => 0)),
      ...[1, 2, 3, 4, 6, 7, 8, 9, 10].map(column => integer(`${control}.${column}`, index, () => 0)),
    ]
  })
}

const statusOf = ({ shown, heading }: Outlet): number => {
  if (heading === null) return shown ? 2 : 1
  return heading === 'off' ? 3 : 4
}

function outletCells({ relays, power, metered, obstacleOf }: PduUnit): Cell[] {
  const seconds = within(-1, 7200)
  return eachOutlet(relays.all, (each, row) => {
    const index = `${each.unit}.${each.socket}`
    const command = (column: number, to: 'on' | 'off' | 'reboot'): Cell =>
      commandAfter(
        `${control}.${column}`,
        index,
        to,
        () => relays.secondsLeft(each, to),
        (order, after) => relays.command(row, order, after),
      )
    const meters = [
      integer(`${outlet}.5`, index, () => hundredths(power.amps(power.wattsOf(row)))),
      integer(`${outlet}.13`, index, () => Math.round(power.wattsOf(row))),
    ]
    const name = label(
      `${outlet}.2`,
      index,
      31,
      () => each.name,
      value => (each.name = value),
    )
    return [
      integer(`${outlet}.1`, index, () => each.socket),
      filled(name),
      // iecC19
      integer(`${outlet}.3`, index, () => 2),
      ...(metered ? meters : []),
      integer(`${outlet}.18`, index, () => power.bankOf(row)),
      integer(`${control}.1`, index, () => statusOf(each)),
      command(2, 'off'),
      command(3, 'on'),
      command(4, 'reboot'),
      setting(
        `${control}.6`,
        index,
        () => each.onDelaySeconds,
        seconds,
        value => (each.onDelaySeconds = value),
      ),
      setting(
        `${control}.7`,
        index,
        () => each.rebootSeconds,
        within(5, 60),
        value => (each.rebootSeconds = value),
      ),
      // switchable 1, notSwitchable 2
      integer(`${control}.8`, index, () => (obstacleOf(each) === 'locked' ? 2 : 1)),
      setting(
        `${control}.9`,
        index,
        () => each.offDelaySeconds,
        seconds,
        value => (each.offDelaySeconds = value),
      ),
      commands(
        `${control}.10`,
        index,
        () => (each.shown ? 2 : 1),
        outletCommands,
        order => relays.command(row, order),
      ),
    ]
  })
}
