// Enlogic, 38446.1 (ENLOGIC-PDU-MIB): the state counts off and on from 0, the command from 1.
import { commands, eachOutlet, hundredths, integer, nameOf, secondsOf, string, within } from './cells.ts'
import type { PduKind } from './kind.ts'
import type { Cell } from './mib-tree.ts'
import type { Member, PduUnit } from './unit.ts'

const base = '1.3.6.1.4.1.38446.1'
const namePlate = `${base}.1.2.1`
const properties = `${base}.2.3.1`
const phaseStatus = `${base}.3.4.1`
const breakerStatus = `${base}.4.4.1`
const outlets = `${base}.5`

// pduOutletSwitchedControlCommand; outletUnknown (7) is an answer and no command.
const outletCommands = { 1: 'off', 2: 'on', 3: 'delayedOff', 4: 'delayedOn', 5: 'reboot', 6: 'delayedReboot' } as const

export const enlogic: PduKind = {
  name: 'enlogic',
  vendor: 'Enlogic',
  metered: true,
  mostUnits: 4,
  macPrefix: [0x68, 0x54, 0xf5],
  model: {
    model: 'EN6105',
    sysObjectId: base,
    sysDescr: () => 'Enlogic PDU',
    hardware: '',
    firmware: '2.2.1',
    manufactured: '04/05/2019',
    ratingAmps: 16,
  },
  cells: unit => [
    integer(`${base}.1.1`, 0, () => unit.members.length),
    ...unit.members.flatMap(member => [...unitCells(unit, member), ...breakerCells(unit, member)]),
    ...outletCells(unit),
    ...(unit.metered ? meterCells(unit) : []),
  ],
}

function unitCells({ model, power, members, metered }: PduUnit, member: Member): Cell[] {
  const { number, outlets: own } = member
  // standalone 1, parent 2, child 3
  const parentOrChild = number === 1 ? 2 : 3
  return [
    string(`${namePlate}.2`, number, () => member.name),
    string(`${namePlate}.10`, number, () => model.model),
    string(`${namePlate}.11`, number, member.serial),
    string(`${namePlate}.12`, number, () => model.manufactured),
    string(`${namePlate}.13`, number, () => model.firmware),
    integer(`${properties}.3`, number, () => own.length),
    integer(`${properties}.4`, number, () => own.length),
    integer(`${properties}.5`, number, () => (metered ? own.length : 0)),
    integer(`${properties}.7`, number, () => power.banksOf(number).length),
    string(`${properties}.11`, number, () => `${model.ratingAmps}`),
    integer(`${properties}.16`, number, () => (members.length === 1 ? 1 : parentOrChild)),
    integer(`${phaseStatus}.2`, `${number}.1`, () => 1),
    integer(`${phaseStatus}.5`, `${number}.1`, () => hundredths(power.amps(power.watts(number)))),
  ]
}

function breakerCells({ power }: PduUnit, { number }: Member): Cell[] {
  return power.banksOf(number).flatMap(bank => {
    const index = `${number}.${bank}`
    return [
      string(`${breakerStatus}.3`, index, () => `CB${bank}`),
      // normal 5, off 6
      integer(`${breakerStatus}.4`, index, () => (power.isTripped(bank, number) ? 6 : 5)),
      integer(`${breakerStatus}.5`, index, () => hundredths(power.amps(power.wattsOfBank(bank, number)))),
    ]
  })
}

function outletCells({ relays, power }: PduUnit): Cell[] {
  const seconds = within(0, 7200)
  return eachOutlet(relays.all, (outlet, row) => {
    const index = `${outlet.unit}.${outlet.socket}`
    return [
      nameOf(`${outlets}.2.1.2`, index, 255, outlet),
      secondsOf(`${outlets}.2.1.4`, index, outlet, 'onDelaySeconds', seconds),
      secondsOf(`${outlets}.2.1.5`, index, outlet, 'offDelaySeconds', seconds),
      secondsOf(`${outlets}.2.1.6`, index, outlet, 'rebootSeconds', seconds),
      integer(`${outlets}.3.1.2`, index, () => outlet.socket),
      // seqPhase1ToNeutral
      integer(`${outlets}.3.1.4`, index, () => 1),
      integer(`${outlets}.3.1.5`, index, () => power.bankOf(row)),
      integer(`${outlets}.4.1.2`, index, () => outlet.socket),
      string(`${outlets}.4.1.3`, index, () => outlet.name),
      // off 0, on 1
      integer(`${outlets}.4.1.4`, index, () => (outlet.shown ? 1 : 0)),
      integer(`${outlets}.5.1.2`, index, () => outlet.socket),
      commands(
        `${outlets}.5.1.4`,
        index,
        () => (outlet.shown ? 2 : 1),
        outletCommands,
        command => relays.command(row, command),
      ),
    ]
  })
}

const meterCells = ({ relays, power }: PduUnit): Cell[] =>
  eachOutlet(relays.all, (outlet, row) => {
    const index = `${outlet.unit}.${outlet.socket}`
    return [
      integer(`${outlets}.9.1.2`, index, () => outlet.socket),
      integer(`${outlets}.9.1.5`, index, () => hundredths(power.amps(power.wattsOf(row)))),
      integer(`${outlets}.9.1.6`, index, () => Math.round(power.wattsOf(row))),
    ]
  })
