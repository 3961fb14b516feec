// Rack PDU 2, 318.1.1.26 (PowerNet-MIB rPDU2*): AP8xxx and later: rows run over all units of a daisy chain.
import { commands, eachOutlet, integer, label, setting, string, tenths, within } from './cells.ts'
import type { Cell } from './mib-tree.ts'
import type { Member, PduUnit } from './unit.ts'

const base = '1.3.6.1.4.1.318.1.1.26'
const config = `${base}.9.2.1.1`
const properties = `${base}.9.2.2.1`
const status = `${base}.9.2.3.1`
const control = `${base}.9.2.4.1`
const meter = `${base}.9.4.3.1`

const normal = 2
const nearOverload = 3
const overload = 4

// rPDU2OutletSwitchedControlCommand; outletUnknown (4) is an answer and no command.
const outletCommands = {
  1: 'on',
  2: 'off',
  3: 'reboot',
  5: 'delayedOn',
  6: 'delayedOff',
  7: 'delayedReboot',
  8: 'cancel',
} as const
// rPDU2DeviceControlCommand, every outlet at once.
const deviceCommands = {
  1: 'on',
  2: 'delayedOn',
  3: 'off',
  4: 'reboot',
  5: 'delayedReboot',
  6: 'nothing',
  7: 'delayedOff',
  8: 'cancel',
} as const

export function rpdu2Cells(unit: PduUnit): Cell[] {
  return [
    integer(`${base}.1`, 0, () => unit.members.length),
    integer(`${base}.3`, 0, () => unit.members.length),
    integer(`${base}.5`, 0, () => unit.members.length),
    ...unit.members.flatMap(member => [...identCells(unit, member), ...deviceCells(unit, member)]),
    ...bankCells(unit),
    ...outletCells(unit),
    ...(unit.metered ? meterCells(unit) : []),
  ]
}

function identCells(unit: PduUnit, member: Member): Cell[] {
  const { model } = unit
  const { number } = member
  const ident = `${base}.2.1`
  return [
    integer(`${ident}.1`, number, () => number),
    integer(`${ident}.2`, number, () => number),
    label(
      `${ident}.3`,
      number,
      64,
      () => member.name,
      value => (member.name = value),
    ),
    string(`${ident}.4`, number, () => unit.location),
    string(`${ident}.5`, number, () => model.hardware),
    // The newer table writes the version without its v.
    string(`${ident}.6`, number, () => model.firmware.replace(/^v/, '')),
    string(`${ident}.7`, number, () => model.manufactured),
    string(`${ident}.8`, number, () => model.model),
    string(`${ident}.9`, number, member.serial),
    string(`${ident}.10`, number, () => unit.contact),
  ]
}

function deviceCells({ relays, power, metered, model, members }: PduUnit, member: Member): Cell[] {
  const { number, outlets } = member
  const count = outlets.length
  const hundredthsKw = (): number => Math.round(power.watts(number) / 10)
  const amps = (): number => power.amps(power.watts(number))
  // not in a group 1, host 2, guest 3
  const guestOrHost = number === 1 ? 2 : 3
  return [
    integer(`${base}.4.2.1.1`, number, () => number),
    integer(`${base}.4.2.1.2`, number, () => number),
    string(`${base}.4.2.1.3`, number, () => member.name),
    integer(`${base}.4.2.1.4`, number, () => count),
    integer(`${base}.4.2.1.5`, number, () => count),
    integer(`${base}.4.2.1.6`, number, () => (metered ? count : 0)),
    integer(`${base}.4.2.1.7`, number, () => 1),
    integer(`${base}.4.2.1.8`, number, () => power.banksOf(number).length),
    integer(`${base}.4.2.1.9`, number, () => model.ratingAmps),
    integer(`${base}.4.3.1.1`, number, () => number),
    integer(`${base}.4.3.1.2`, number, () => number),
    string(`${base}.4.3.1.3`, number, () => member.name),
    integer(`${base}.4.3.1.4`, number, () => stateOf(amps(), model.ratingAmps)),
    integer(`${base}.4.3.1.5`, number, hundredthsKw),
    integer(`${base}.4.3.1.11`, number, () => (outlets.some(outlet => outlet.outstanding > 0) ? 1 : 2)),
    integer(`${base}.4.3.1.18`, number, () => (members.length === 1 ? 1 : guestOrHost)),
    commands(
      `${base}.4.4.1.4`,
      number,
      () => 6,
      deviceCommands,
      command => outlets.forEach(outlet => relays.command(outlet.number, command)),
    ),
    integer(`${base}.6.1.1.1`, number, () => number),
    integer(`${base}.6.1.1.2`, number, () => number),
    integer(`${base}.6.1.1.3`, number, () => 1),
    integer(`${base}.6.1.1.7`, number, () => model.ratingAmps),
    integer(`${base}.6.3.1.1`, number, () => number),
    integer(`${base}.6.3.1.2`, number, () => number),
    integer(`${base}.6.3.1.3`, number, () => 1),
    integer(`${base}.6.3.1.4`, number, () => stateOf(amps(), model.ratingAmps)),
    integer(`${base}.6.3.1.5`, number, () => tenths(amps())),
    integer(`${base}.6.3.1.6`, number, () => power.volts),
    integer(`${base}.6.3.1.7`, number, hundredthsKw),
  ]
}

const stateOf = (amps: number, rating: number): number => {
  if (amps >= rating) return overload
  return amps >= rating * 0.8 ? nearOverload : normal
}

function bankCells({ power, members }: PduUnit): Cell[] {
  const layout = `${base}.8.2.1`
  const bankStatus = `${base}.8.3.1`
  const banks = members.flatMap(({ number }) => power.banksOf(number).map(bank => ({ unit: number, bank })))
  return [
    integer(`${base}.7`, 0, () => banks.length),
    ...banks.flatMap(({ unit, bank }, at) => [
      integer(`${layout}.1`, at + 1, () => at + 1),
      integer(`${layout}.2`, at + 1, () => unit),
      integer(`${layout}.3`, at + 1, () => bank),
      integer(`${layout}.4`, at + 1, () => 1),
      integer(`${layout}.5`, at + 1, () => power.breakerAmps),
      integer(`${bankStatus}.1`, at + 1, () => at + 1),
      integer(`${bankStatus}.2`, at + 1, () => unit),
      integer(`${bankStatus}.3`, at + 1, () => bank),
      integer(`${bankStatus}.4`, at + 1, () => stateOf(power.amps(power.wattsOfBank(bank, unit)), power.breakerAmps)),
      integer(`${bankStatus}.5`, at + 1, () => tenths(power.amps(power.wattsOfBank(bank, unit)))),
    ]),
  ]
}

function outletCells({ relays, power }: PduUnit): Cell[] {
  const seconds = within(-1, 7200)
  return [
    integer(`${base}.9.1`, 0, () => relays.all.length),
    ...eachOutlet(relays.all, (outlet, row) => [
      integer(`${config}.1`, row, () => row),
      integer(`${config}.2`, row, () => outlet.unit),
      label(
        `${config}.3`,
        row,
        31,
        () => outlet.name,
        value => (outlet.name = value),
      ),
      integer(`${config}.4`, row, () => outlet.socket),
      setting(
        `${config}.5`,
        row,
        () => outlet.onDelaySeconds,
        seconds,
        value => (outlet.onDelaySeconds = value),
      ),
      setting(
        `${config}.6`,
        row,
        () => outlet.offDelaySeconds,
        seconds,
        value => (outlet.offDelaySeconds = value),
      ),
      setting(
        `${config}.7`,
        row,
        () => outlet.rebootSeconds,
        within(5, 60),
        value => (outlet.rebootSeconds = value),
      ),
      integer(`${properties}.1`, row, () => row),
      integer(`${properties}.2`, row, () => outlet.unit),
      string(`${properties}.3`, row, () => outlet.name),
      integer(`${properties}.4`, row, () => outlet.socket),
      integer(`${properties}.5`, row, () => 1),
      integer(`${properties}.6`, row, () => power.bankOf(row)),
      integer(`${status}.1`, row, () => row),
      integer(`${status}.2`, row, () => outlet.unit),
      string(`${status}.3`, row, () => outlet.name),
      integer(`${status}.4`, row, () => outlet.socket),
      integer(`${status}.5`, row, () => (outlet.shown ? 2 : 1)),
      integer(`${status}.6`, row, () => (outlet.outstanding > 0 ? 1 : 2)),
      integer(`${control}.1`, row, () => row),
      integer(`${control}.2`, row, () => outlet.unit),
      string(`${control}.3`, row, () => outlet.name),
      integer(`${control}.4`, row, () => outlet.socket),
      commands(
        `${control}.5`,
        row,
        () => (outlet.shown ? 1 : 2),
        outletCommands,
        command => relays.command(row, command),
      ),
    ]),
  ]
}

function meterCells({ relays, power }: PduUnit): Cell[] {
  return [
    integer(`${base}.9.3`, 0, () => relays.all.length),
    ...eachOutlet(relays.all, (outlet, row) => [
      integer(`${meter}.1`, row, () => row),
      integer(`${meter}.2`, row, () => outlet.unit),
      string(`${meter}.3`, row, () => outlet.name),
      integer(`${meter}.4`, row, () => outlet.socket),
      integer(`${meter}.5`, row, () => stateOf(power.amps(power.wattsOf(row)), power.breakerAmps)),
      integer(`${meter}.6`, row, () => tenths(power.amps(power.wattsOf(row)))),
      integer(`${meter}.7`, row, () => Math.round(power.wattsOf(row))),
      string(`${meter}.12`, row, () => 'C13'),
    ]),
  ]
}
