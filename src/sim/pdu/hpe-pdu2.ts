// HPE metered and switched PDU, 232.165.7 (CPQPOWER-MIB pdu2*): units from 0, milliamperes, seconds as commands.
import { commandAfter, eachOutlet, integer, milliamps, setting, string, within } from './cells.ts'
import type { PduKind } from './kind.ts'
import type { Cell } from './mib-tree.ts'
import type { Outlet } from './relays.ts'
import type { Member, PduUnit } from './unit.ts'

const base = '1.3.6.1.4.1.232.165.7'
const ident = `${base}.1.2.1`
const phase = `${base}.2.2.1`
const group = `${base}.3.1.1`
const outlet = `${base}.5.1.1`
const control = `${base}.5.2.1`

export const hpePdu2: PduKind = {
  name: 'hpe-pdu2',
  vendor: 'HPE',
  metered: true,
  mostUnits: 2,
  macPrefix: [0x2c, 0x59, 0xe5],
  model: {
    model: 'H8B52A',
    sysObjectId: base,
    sysDescr: () => 'Assy 3.6kVA 100-240V 16A WW maPDU',
    hardware: '',
    firmware: '02.00.0043',
    manufactured: '',
    ratingAmps: 16,
  },
  cells: unit => [
    integer(`${base}.1.1`, 0, () => unit.members.length),
    ...unit.members.flatMap(member => [...identCells(unit, member), ...groupCells(unit, member)]),
    ...outletCells(unit),
  ],
}

function identCells({ model, power }: PduUnit, member: Member): Cell[] {
  const index = member.number - 1
  return [
    integer(`${ident}.1`, index, () => index),
    string(`${ident}.2`, index, () => member.name),
    string(`${ident}.3`, index, () => model.sysDescr(member.serial())),
    string(`${ident}.4`, index, () => 'HPE'),
    string(`${ident}.5`, index, () => model.firmware),
    string(`${ident}.6`, index, () => model.model),
    string(`${ident}.7`, index, member.serial),
    integer(`${ident}.9`, index, () => 1),
    integer(`${ident}.12`, index, () => member.outlets.length),
    integer(`${phase}.1`, `${index}.1`, () => 1),
    // singlePhase
    integer(`${phase}.9`, `${index}.1`, () => 1),
    integer(`${phase}.10`, `${index}.1`, () => milliamps(model.ratingAmps)),
    integer(`${phase}.11`, `${index}.1`, () => milliamps(power.amps(power.watts(member.number)))),
  ]
}

function groupCells({ power }: PduUnit, { number }: Member): Cell[] {
  return power.banksOf(number).flatMap(bank => {
    const index = `${number - 1}.${bank}`
    return [
      integer(`${group}.1`, index, () => bank),
      // breaker1pole
      integer(`${group}.3`, index, () => 2),
      integer(`${group}.11`, index, () => milliamps(power.breakerAmps)),
      integer(`${group}.12`, index, () => milliamps(power.amps(power.wattsOfBank(bank, number)))),
      // breakerOn 2, breakerOff 3
      integer(`${group}.27`, index, () => (power.isTripped(bank, number) ? 3 : 2)),
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
    const index = `${each.unit - 1}.${each.socket}`
    const command = (column: number, to: 'on' | 'off' | 'reboot'): Cell =>
      commandAfter(
        `${control}.${column}`,
        index,
        to,
        () => relays.secondsLeft(each, to),
        (order, after) => relays.command(row, order, after),
      )
    const meters = [
      integer(`${outlet}.5`, index, () => milliamps(power.amps(power.wattsOf(row)))),
      integer(`${outlet}.14`, index, () => Math.round(power.wattsOf(row))),
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
