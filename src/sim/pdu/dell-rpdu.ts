// Dell managed rack PDU (DellrPDU-MIB, 674.10903.200.2.200): switched and metered outlets in tables of their own.
import { commands, eachOutlet, integer, nameOf, secondsOf, string, tenths, within } from './cells.ts'
import type { Cell } from './mib-tree.ts'
import type { PduKind } from './kind.ts'
import type { PduUnit } from './unit.ts'

const base = '1.3.6.1.4.1.674.10903.200.2.200'
const status = `${base}.130.1.2.1`
const config = `${base}.130.1.3.1`
const control = `${base}.130.1.4.1`
const meter = `${base}.130.2.2.1`
const phase = `${base}.120.2.1`

// rPDUOutletSwitchedControlCmd; outletUnknown (4) is an answer and no command.
const outletCommands = { 1: 'on', 2: 'off', 3: 'reboot', 5: 'delayedOn', 6: 'delayedOff', 7: 'delayedReboot' } as const

function cells(unit: PduUnit): Cell[] {
  const { model, serial, power, relays, metered } = unit
  const count = relays.all.length
  return [
    integer(`${base}.100.1`, 0, () => 1),
    string(`${base}.100.2.1.2`, 1, () => unit.name),
    string(`${base}.100.2.1.4`, 1, () => model.hardware),
    string(`${base}.100.2.1.5`, 1, () => model.firmware),
    string(`${base}.100.2.1.7`, 1, () => model.model),
    string(`${base}.100.2.1.8`, 1, serial),
    integer(`${base}.110.4.1.3`, 1, () => count),
    integer(`${base}.110.4.1.4`, 1, () => count),
    integer(`${base}.110.4.1.5`, 1, () => (metered ? count : 0)),
    integer(`${base}.110.4.1.8`, 1, () => model.ratingAmps),
    integer(`${phase}.1`, 1, () => 1),
    integer(`${phase}.2`, 1, () => 1),
    integer(`${phase}.4`, 1, () => tenths(power.amps(power.watts()))),
    integer(`${phase}.5`, 1, () => power.volts),
    integer(`${base}.130.1.1`, 0, () => count),
    ...outletCells(unit),
    ...(metered ? meterCells(unit) : []),
  ]
}

function outletCells({ relays }: PduUnit): Cell[] {
  const seconds = within(0, 7200)
  return eachOutlet(relays.all, (outlet, row) => [
    integer(`${status}.1`, row, () => row),
    integer(`${status}.2`, row, () => outlet.socket),
    string(`${status}.3`, row, () => outlet.name),
    // on 1, off 2
    integer(`${status}.4`, row, () => (outlet.shown ? 1 : 2)),
    integer(`${status}.5`, row, () => (outlet.outstanding > 0 ? 1 : 2)),
    // seqPhase1ToNeutral
    integer(`${status}.6`, row, () => 1),
    nameOf(`${config}.3`, row, 31, outlet),
    secondsOf(`${config}.4`, row, outlet, 'onDelaySeconds', seconds),
    secondsOf(`${config}.5`, row, outlet, 'offDelaySeconds', seconds),
    secondsOf(`${config}.6`, row, outlet, 'rebootSeconds', within(5, 60)),
    commands(
      `${control}.4`,
      row,
      () => (outlet.shown ? 1 : 2),
      outletCommands,
      command => relays.command(row, command),
    ),
  ])
}

const meterCells = ({ relays, power }: PduUnit): Cell[] =>
  eachOutlet(relays.all, (outlet, row) => [
    integer(`${meter}.1`, row, () => row),
    integer(`${meter}.2`, row, () => outlet.socket),
    string(`${meter}.3`, row, () => outlet.name),
    integer(`${meter}.4`, row, () => 1),
    // Whole amperes, watts.
    integer(`${meter}.6`, row, () => Math.round(power.amps(power.wattsOf(row)))),
    integer(`${meter}.8`, row, () => power.wattsOf(row)),
  ])

export const dellRpdu: PduKind = {
  name: 'dell-rpdu',
  vendor: 'Dell',
  metered: true,
  macPrefix: [0x00, 0xc0, 0xb7],
  model: {
    model: 'DELL6606',
    sysObjectId: '1.3.6.1.4.1.674.10903.200.3.1',
    hardware: 'HW01',
    firmware: 'v5.1.2',
    manufactured: '',
    ratingAmps: 24,
    sysDescr: serial =>
      `DELL Web/SNMP Management Card (MB:V1.0f PF:v5.1.4 PN:dell_hw05_aos_514.bin AF1:v5.1.2 MN:DELL6606 HR:HW01 SN:${serial})`,
  },
  cells,
}
