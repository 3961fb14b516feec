// Rack PDU 2, 318.1.1.26 (PowerNet-MIB rPDU2*): AP8xxx and later; here one unit, no daisy chain.
import { commands, eachOutlet, integer, label, setting, string, tenths, within } from './apc-cells.ts'
import type { ApcUnit } from './apc-unit.ts'
import type { Cell } from './mib-tree.ts'

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

export function rpdu2Cells(unit: ApcUnit): Cell[] {
  return [
    ...unitCells(unit),
    ...deviceCells(unit),
    ...bankCells(unit),
    ...outletCells(unit),
    ...(unit.metered ? meterCells(unit) : []),
  ]
}

function unitCells(unit: ApcUnit): Cell[] {
  const { model } = unit
  const ident = `${base}.2.1`
  return [
    integer(`${base}.1`, 0, () => 1),
    integer(`${ident}.1`, 1, () => 1),
    integer(`${ident}.2`, 1, () => 1),
    label(
      `${ident}.3`,
      1,
      64,
      () => unit.name,
      value => (unit.name = value),
    ),
    string(`${ident}.4`, 1, () => unit.location),
    string(`${ident}.5`, 1, () => model.hardware),
    // The newer table writes the version without its v.
    string(`${ident}.6`, 1, () => model.firmware.replace(/^v/, '')),
    string(`${ident}.7`, 1, () => model.manufactured),
    string(`${ident}.8`, 1, () => model.model),
    string(`${ident}.9`, 1, unit.serial),
    string(`${ident}.10`, 1, () => unit.contact),
  ]
}

function deviceCells(unit: ApcUnit): Cell[] {
  const { relays, power, metered, model } = unit
  const count = relays.all.length
  const hundredthsKw = (): number => Math.round(power.watts() / 10)
  const ampsTenths = (): number => tenths(power.amps(power.watts()))
  return [
    integer(`${base}.3`, 0, () => 1),
    integer(`${base}.4.2.1.1`, 1, () => 1),
    integer(`${base}.4.2.1.2`, 1, () => 1),
    string(`${base}.4.2.1.3`, 1, () => unit.name),
    integer(`${base}.4.2.1.4`, 1, () => count),
    integer(`${base}.4.2.1.5`, 1, () => count),
    integer(`${base}.4.2.1.6`, 1, () => (metered ? count : 0)),
    integer(`${base}.4.2.1.7`, 1, () => 1),
    integer(`${base}.4.2.1.8`, 1, () => power.banks.length),
    integer(`${base}.4.2.1.9`, 1, () => model.ratingAmps),
    integer(`${base}.4.3.1.1`, 1, () => 1),
    integer(`${base}.4.3.1.2`, 1, () => 1),
    string(`${base}.4.3.1.3`, 1, () => unit.name),
    integer(`${base}.4.3.1.4`, 1, () => stateOf(power.amps(power.watts()), model.ratingAmps)),
    integer(`${base}.4.3.1.5`, 1, hundredthsKw),
    integer(`${base}.4.3.1.11`, 1, () => (relays.all.some(outlet => outlet.outstanding > 0) ? 1 : 2)),
    integer(`${base}.4.3.1.18`, 1, () => 1),
    commands(
      `${base}.4.4.1.4`,
      1,
      () => 6,
      deviceCommands,
      command => relays.all.forEach(outlet => relays.command(outlet.number, command)),
    ),
    integer(`${base}.5`, 0, () => 1),
    integer(`${base}.6.3.1.1`, 1, () => 1),
    integer(`${base}.6.3.1.2`, 1, () => 1),
    integer(`${base}.6.3.1.3`, 1, () => 1),
    integer(`${base}.6.3.1.4`, 1, () => stateOf(power.amps(power.watts()), model.ratingAmps)),
    integer(`${base}.6.3.1.5`, 1, ampsTenths),
    integer(`${base}.6.3.1.6`, 1, () => power.volts),
    integer(`${base}.6.3.1.7`, 1, hundredthsKw),
  ]
}

const stateOf = (amps: number, rating: number): number => {
  if (amps >= rating) return overload
  return amps >= rating * 0.8 ? nearOverload : normal
}

function bankCells({ power }: ApcUnit): Cell[] {
  const layout = `${base}.8.2.1`
  const bankStatus = `${base}.8.3.1`
  return [
    integer(`${base}.7`, 0, () => power.banks.length),
    ...power.banks.flatMap((bank, at) => [
      integer(`${layout}.1`, at + 1, () => at + 1),
      integer(`${layout}.2`, at + 1, () => 1),
      integer(`${layout}.3`, at + 1, () => bank),
      integer(`${layout}.4`, at + 1, () => 1),
      integer(`${layout}.5`, at + 1, () => power.breakerAmps),
      integer(`${bankStatus}.1`, at + 1, () => at + 1),
      integer(`${bankStatus}.2`, at + 1, () => 1),
      integer(`${bankStatus}.3`, at + 1, () => bank),
      integer(`${bankStatus}.4`, at + 1, () => stateOf(power.amps(power.wattsOfBank(bank)), power.breakerAmps)),
      integer(`${bankStatus}.5`, at + 1, () => tenths(power.amps(power.wattsOfBank(bank)))),
    ]),
  ]
}

function outletCells({ relays, power }: ApcUnit): Cell[] {
  const count = relays.all.length
  const seconds = within(-1, 7200)
  return [
    integer(`${base}.9.1`, 0, () => count),
    ...eachOutlet(relays.all, (outlet, row) => [
      integer(`${config}.1`, row, () => row),
      integer(`${config}.2`, row, () => 1),
      label(
        `${config}.3`,
        row,
        31,
        () => outlet.name,
        value => (outlet.name = value),
      ),
      integer(`${config}.4`, row, () => row),
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
      integer(`${properties}.2`, row, () => 1),
      string(`${properties}.3`, row, () => outlet.name),
      integer(`${properties}.4`, row, () => row),
      integer(`${properties}.5`, row, () => 1),
      integer(`${properties}.6`, row, () => power.bankOf(row)),
      integer(`${status}.1`, row, () => row),
      integer(`${status}.2`, row, () => 1),
      string(`${status}.3`, row, () => outlet.name),
      integer(`${status}.4`, row, () => row),
      integer(`${status}.5`, row, () => (outlet.shown ? 2 : 1)),
      integer(`${status}.6`, row, () => (outlet.outstanding > 0 ? 1 : 2)),
      integer(`${control}.1`, row, () => row),
      integer(`${control}.2`, row, () => 1),
      string(`${control}.3`, row, () => outlet.name),
      integer(`${control}.4`, row, () => row),
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

function meterCells({ relays, power }: ApcUnit): Cell[] {
  return [
    integer(`${base}.9.3`, 0, () => relays.all.length),
    ...eachOutlet(relays.all, (outlet, row) => [
      integer(`${meter}.1`, row, () => row),
      integer(`${meter}.2`, row, () => 1),
      string(`${meter}.3`, row, () => outlet.name),
      integer(`${meter}.4`, row, () => row),
      integer(`${meter}.5`, row, () => stateOf(power.amps(power.wattsOf(row)), power.breakerAmps)),
      integer(`${meter}.6`, row, () => tenths(power.amps(power.wattsOf(row)))),
      integer(`${meter}.7`, row, () => Math.round(power.wattsOf(row))),
      string(`${meter}.12`, row, () => 'C13'),
    ]),
  ]
}
