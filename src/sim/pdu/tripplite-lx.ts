// Tripp Lite with a WEBCARDLX, 850.1.1 (TRIPPLITE-PRODUCTS): the command column reads 0 whatever the outlet does.
import { commands, eachOutlet, gauge, hundredths, integer, nameOf, secondsOf, string, within } from './cells.ts'
import type { PduKind } from './kind.ts'
import type { Cell } from './mib-tree.ts'
import type { PduUnit } from './unit.ts'

const base = '1.3.6.1.4.1.850.1.1'
const pdu = `${base}.3.2`
const outlets = `${pdu}.3.3.1.1`
const output = `${pdu}.3.2.1.1`
const circuit = `${pdu}.3.4.1.1`
const breaker = `${pdu}.3.5.1.1`

/** tlpDeviceIndex of the one PDU behind the card. */
const device = 1
const yes = 1
const no = 2
// tlpPduOutletCommand: the same numbers as tlpPduOutletState, and still another enumeration.
const outletCommands = { 0: 'nothing', 1: 'off', 2: 'on', 3: 'reboot' } as const

export const trippliteLx: PduKind = {
  name: 'tripplite-lx',
  vendor: 'Tripp Lite',
  metered: false,
  macPrefix: [0x00, 0x06, 0x67],
  networkPort: { index: 2, name: 'eth0' },
  model: {
    model: 'PDUMV30HVNETLX',
    sysObjectId: `${base}.1`,
    sysDescr: () => 'Ubuntu 18.04 Linux 4.4.31 processor: armv7l software: PowerAlert 20.2.1 (Build 942)',
    hardware: '',
    firmware: '20.2.1',
    manufactured: '',
    ratingAmps: 24,
  },
  cells: unit => [...deviceCells(unit), ...circuitCells(unit), ...outletCells(unit)],
}

function deviceCells(unit: PduUnit): Cell[] {
  const { model, power, relays, metered } = unit
  return [
    gauge(`${base}.1.1`, 0, () => 1),
    string(`${base}.1.2.1.4`, device, () => 'EATON'),
    string(`${base}.1.2.1.5`, device, () => model.model),
    string(`${base}.1.2.1.6`, device, () => unit.name),
    string(`${base}.2.1.1.4`, device, () => model.firmware),
    string(`${base}.2.1.1.5`, device, unit.serial),
    gauge(`${pdu}.1.2.1.4`, device, () => relays.all.length),
    gauge(`${pdu}.1.2.1.6`, device, () => power.banksOf(1).length),
    integer(`${pdu}.1.3.1.4`, device, () => (metered ? yes : no)),
    gauge(`${output}.1`, `${device}.1`, () => 1),
    integer(`${output}.2`, `${device}.1`, () => 1),
    gauge(`${output}.5`, `${device}.1`, () => hundredths(power.amps(power.watts()))),
  ]
}

function circuitCells({ power }: PduUnit): Cell[] {
  return power.banksOf(1).flatMap(bank => {
    const index = `${device}.${bank}`
    return [
      gauge(`${circuit}.1`, index, () => bank),
      integer(`${circuit}.2`, index, () => 1),
      integer(`${circuit}.4`, index, () => hundredths(power.amps(power.wattsOfBank(bank)))),
      integer(`${circuit}.5`, index, () => hundredths(power.breakerAmps)),
      // open 0, closed 1
      integer(`${breaker}.2`, index, () => (power.isTripped(bank) ? 0 : 1)),
    ]
  })
}

function outletCells({ relays, power, metered, obstacleOf }: PduUnit): Cell[] {
  const seconds = within(0, 99_999)
  return eachOutlet(relays.all, (outlet, row) => {
    const index = `${device}.${row}`
    const meters = [
      gauge(`${outlets}.8`, index, () => hundredths(power.amps(power.wattsOf(row)))),
      gauge(`${outlets}.9`, index, () => Math.round(power.wattsOf(row))),
    ]
    return [
      gauge(`${outlets}.1`, index, () => row),
      nameOf(`${outlets}.2`, index, 255, outlet),
      string(`${outlets}.3`, index, () => ''),
      // off 1, on 2
      integer(`${outlets}.4`, index, () => (outlet.shown ? 2 : 1)),
      integer(`${outlets}.5`, index, () => (obstacleOf(outlet) === 'locked' ? no : yes)),
      commands(
        `${outlets}.6`,
        index,
        () => 0,
        outletCommands,
        command => relays.command(row, command),
      ),
      ...(metered ? meters : []),
      secondsOf(`${outlets}.11`, index, outlet, 'onDelaySeconds', seconds),
      secondsOf(`${outlets}.13`, index, outlet, 'offDelaySeconds', seconds),
      integer(`${outlets}.15`, index, () => 1),
      integer(`${outlets}.16`, index, () => power.bankOf(row)),
      integer(`${outlets}.17`, index, () => 1),
    ]
  })
}
