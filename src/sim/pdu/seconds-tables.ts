// The tables that HPE's and Panduit's PDUs have in common: units, phases, breakers, and outlets whose commands are seconds.
import { commandAfter, eachOutlet, integer, secondsOf, string, within } from './cells.ts'
import type { Cell } from './mib-tree.ts'
import type { Outlet } from './relays.ts'
import type { Member, PduUnit } from './unit.ts'

export interface SecondsTables {
  readonly base: string
  /** What the first unit of a chain is counted as. */
  readonly firstUnit: 0 | 1
  /** Column of the ident table; the serial number stands in the next. */
  readonly partNumber: number
  readonly rating: string
  /** What the columns of current hold. */
  readonly current: (amps: number) => number
  readonly outletWatts: number
  readonly breakerStatus: number
  readonly most: { readonly delay: number; readonly reboot: number }
  /** Rows of every unit's outlet tables, whatever it has; absent where there are none too many. */
  readonly rows?: number
  /** Whether the column of phase numbers can be read. */
  readonly phaseIndex: boolean
  /** What stands in the outlet table besides, in an outlet's row and in an empty one. */
  readonly more: (outlet: Outlet, index: string, unit: PduUnit) => Cell[]
  readonly empty: (index: string) => Cell[]
}

export const secondsTables = (tables: SecondsTables, unit: PduUnit): Cell[] => [
  integer(`${tables.base}.1.1`, 0, () => unit.members.length),
  ...unit.members.flatMap(member => [
    ...identCells(tables, unit, member),
    ...breakerCells(tables, unit, member),
    ...emptyCells(tables, member),
  ]),
  ...eachOutlet(unit.relays.all, outlet => outletCells(tables, unit, outlet)),
]

const indexOf = ({ firstUnit }: SecondsTables, unit: number): number => unit - 1 + firstUnit

function identCells(tables: SecondsTables, { kind, model, power }: PduUnit, member: Member): Cell[] {
  const { base, partNumber, current } = tables
  const index = indexOf(tables, member.number)
  const [ident, phase] = [`${base}.1.2.1`, `${base}.2.2.1`]
  return [
    string(`${ident}.2`, index, () => member.name),
    string(`${ident}.3`, index, () => tables.rating),
    string(`${ident}.4`, index, () => kind.vendor),
    string(`${ident}.5`, index, () => model.firmware),
    string(`${ident}.${partNumber}`, index, () => model.model),
    string(`${ident}.${partNumber + 1}`, index, member.serial),
    // controllable: yes
    integer(`${ident}.${partNumber + 3}`, index, () => 1),
    integer(`${ident}.${partNumber + 6}`, index, () => member.outlets.length),
    ...(tables.phaseIndex ? [integer(`${phase}.1`, `${index}.1`, () => 1)] : []),
    // singlePhase
    integer(`${phase}.9`, `${index}.1`, () => 1),
    integer(`${phase}.10`, `${index}.1`, () => current(model.ratingAmps)),
    integer(`${phase}.11`, `${index}.1`, () => current(power.amps(power.watts(member.number)))),
  ]
}

function breakerCells(tables: SecondsTables, { power }: PduUnit, { number }: Member): Cell[] {
  const { base, current, breakerStatus } = tables
  const group = `${base}.3.1.1`
  return power.banksOf(number).flatMap(bank => {
    const index = `${indexOf(tables, number)}.${bank}`
    return [
      // breaker1pole
      integer(`${group}.3`, index, () => 2),
      integer(`${group}.11`, index, () => current(power.breakerAmps)),
      integer(`${group}.12`, index, () => current(power.amps(power.wattsOfBank(bank, number)))),
      // breakerOn 2, breakerOff 3
      integer(`${group}.${breakerStatus}`, index, () => (power.isTripped(bank, number) ? 3 : 2)),
    ]
  })
}

/** Pending from the command until the column shows what the relay did. */
const statusOf = ({ shown, heading }: Outlet): number => {
  if (shown) return heading === 'off' ? 3 : 2
  return heading === 'on' ? 4 : 1
}

function outletCells(tables: SecondsTables, unit: PduUnit, outlet: Outlet): Cell[] {
  const { relays, power, metered, obstacleOf } = unit
  const { base, current, outletWatts, most } = tables
  const index = `${indexOf(tables, outlet.unit)}.${outlet.socket}`
  const [meter, control] = [`${base}.5.1.1`, `${base}.5.2.1`]
  const delays = within(-1, most.delay)
  const watts = (): number => power.wattsOf(outlet.number)
  const command = (column: number, to: 'on' | 'off' | 'reboot'): Cell =>
    commandAfter(
      `${control}.${column}`,
      index,
      to,
      () => relays.secondsLeft(outlet, to),
      (order, after) => relays.command(outlet.number, order, after),
    )
  const meters = [
    integer(`${meter}.5`, index, () => current(power.amps(watts()))),
    integer(`${meter}.${outletWatts}`, index, () => Math.round(watts())),
  ]
  return [
    ...(metered ? meters : []),
    ...tables.more(outlet, index, unit),
    integer(`${control}.1`, index, () => statusOf(outlet)),
    command(2, 'off'),
    command(3, 'on'),
    command(4, 'reboot'),
    secondsOf(`${control}.6`, index, outlet, 'onDelaySeconds', delays),
    secondsOf(`${control}.7`, index, outlet, 'rebootSeconds', within(5, most.reboot)),
    // switchable 1, notSwitchable 2
    integer(`${control}.8`, index, () => (obstacleOf(outlet) === 'locked' ? 2 : 1)),
    secondsOf(`${control}.9`, index, outlet, 'offDelaySeconds', delays),
  ]
}

/** Zeros in every column of the rows beyond the last outlet. */
function emptyCells(tables: SecondsTables, { number, outlets }: Member): Cell[] {
  const { base, outletWatts, rows = 0, empty } = tables
  const beyond = Array.from({ length: Math.max(0, rows - outlets.length) }, (_, at) => outlets.length + at + 1)
  const columns = [`1.1.5`, `1.1.${outletWatts}`, ...[1, 2, 3, 4, 6, 7, 8, 9].map(column => `2.1.${column}`)]
  return beyond.flatMap(socket => {
    const index = `${indexOf(tables, number)}.${socket}`
    return [...columns.map(column => integer(`${base}.5.${column}`, index, () => 0)), ...empty(index)]
  })
}
