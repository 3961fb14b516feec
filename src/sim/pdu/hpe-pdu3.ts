// HPE G2 metered and switched PDU, 232.165.11 (CPQPOWER-MIB pdu3*): units from 1, and 48 rows for each whatever it has.
import { commandAfter, eachOutlet, hundredths, integer, setting, string, within } from './cells.ts'
import type { PduKind } from './kind.ts'
import type { Cell } from './mib-tree.ts'
import type { Outlet } from './relays.ts'
import type { Member, PduUnit } from './unit.ts'

const base = '1.3.6.1.4.1.232.165.11'
const ident = `${base}.1.2.1`
const phase = `${base}.2.2.1`
const group = `${base}.3.1.1`
const outlet = `${base}.5.1.1`
const control = `${base}.5.2.1`

const tableLength = 48

export const hpePdu3: PduKind = {
  name: 'hpe-pdu3',
  vendor: 'HPE',
  metered: true,
  mostUnits: 2,
  macPrefix: [0x2c, 0x59, 0xe5],
  model: {
    model: 'P9S18A',
    sysObjectId: base,
    sysDescr: serial =>
      `Outlet Metered, Outlet Switched SN:${serial} PN:P9S18A Device Model:230V, 32A, 7.4kVA, 50/60Hz`,
    hardware: '',
    firmware: '2.0.0.M',
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
    string(`${ident}.3`, index, () => '230V, 32A, 7.4kVA, 50/60Hz'),
    string(`${ident}.4`, index, () => 'HPE'),
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

/** Rows beyond the last outlet: zeros, and names of nothing but zero bytes. */
function emptyCells({ number, outlets }: Member): Cell[] {
  const beyond = Array.from({ length: tableLength - outlets.length }, (_, at) => outlets.length + at + 1)
  return beyond.flatMap(socket => {
    const index = `${number}.${socket}`
    return [
      string(`${outlet}.2`, index, () => '\0'.repeat(8)),
      ...[1, 5, 13].map(column => integer(`${outlet}.${column}`, index, () => 0)),
      ...[1, 2, 3, 4, 6, 7, 8, 9].map(column => integer(`${control}.${column}`, index, () => 0)),
    ]
  })
}

const statusOf = ({ shown, heading }: Outlet): number => {
  if (heading === null) return shown ? 2 : 1
  return heading === 'off' ? 3 : 4
}

function outletCells({ relays, power, metered, obstacleOf }: PduUnit): Cell[] {
  const seconds = within(-1, 99_999)
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
    return [
      integer(`${outlet}.1`, index, () => each.socket),
      string(`${outlet}.2`, index, () => each.name),
      ...(metered ? meters : []),
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
        seconds,
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
    ]
  })
}
