// MasterSwitch plus, 318.1.1.6 (PowerNet-MIB sPDU*MSP): several units behind one card, and off is 3.
import { commands, eachOutlet, integer, label, setting, string, within } from './cells.ts'
import type { PduKind } from './kind.ts'
import type { Cell } from './mib-tree.ts'
import type { PduUnit } from './unit.ts'

const base = '1.3.6.1.4.1.318.1.1.6'
const ident = `${base}.1.2.1`
const control = `${base}.5.1.1`
const config = `${base}.6.1.1.1`
const shutdown = `${base}.6.2.1.1`
const status = `${base}.7.1.1`

// sPDUOutletControlMSPOutletCommand; 4 and 6 wait for a server to shut down, 7 concerns the battery of a UPS.
const outletCommands = {
  1: 'on',
  2: 'delayedOn',
  3: 'off',
  4: 'delayedReboot',
  5: 'reboot',
  6: 'delayedOff',
  7: 'nothing',
  8: 'cancel',
} as const

export const apcMasterswitchPlus: PduKind = {
  name: 'masterswitch-plus',
  vendor: 'APC',
  metered: false,
  mostUnits: 4,
  macPrefix: [0x00, 0xc0, 0xb7],
  networkPort: { index: 2, name: 'vmac0' },
  model: {
    model: 'AP9225',
    sysObjectId: '1.3.6.1.4.1.318.1.3.4.4',
    hardware: 'A1',
    firmware: 'v3.0.1',
    manufactured: '11/20/2000',
    ratingAmps: 15,
    sysDescr: serial =>
      `APC Web/SNMP Management Card (MB:v3.2.0 PF:v3.0.3 PN:aos303.bin AF1:v3.0.1 AN1:msp301.bin MN:AP9225 HR:A1 SN: ${serial} MD:11/20/2000)`,
  },
  cells: unit => [...unitCells(unit), ...outletCells(unit)],
}

const unitCells = ({ members, model }: PduUnit): Cell[] => [
  integer(`${base}.1.1`, 0, () => members.length),
  integer(`${base}.4.1`, 0, () => members.length),
  ...members.flatMap(({ number, name, serial, outlets }) => [
    integer(`${ident}.1`, number, () => number),
    string(`${ident}.2`, number, () => name),
    string(`${ident}.3`, number, () => model.hardware),
    string(`${ident}.4`, number, () => model.firmware),
    string(`${ident}.5`, number, () => model.manufactured),
    string(`${ident}.6`, number, () => model.model),
    string(`${ident}.7`, number, serial),
    integer(`${base}.4.2.1.3`, number, () => outlets.length),
  ]),
]

const outletCells = ({ relays }: PduUnit): Cell[] =>
  eachOutlet(relays.all, outlet => {
    const row = `${outlet.unit}.${outlet.socket}`
    return [
      integer(`${control}.1`, row, () => outlet.unit),
      integer(`${control}.3`, row, () => outlet.socket),
      string(`${control}.4`, row, () => outlet.name),
      commands(
        `${control}.5`,
        row,
        () => (outlet.shown ? 1 : 3),
        outletCommands,
        command => relays.command(outlet.number, command),
      ),
      integer(`${config}.3`, row, () => outlet.socket),
      label(
        `${config}.4`,
        row,
        23,
        () => outlet.name,
        value => (outlet.name = value),
      ),
      setting(
        `${shutdown}.10`,
        row,
        () => outlet.onDelaySeconds,
        within(-1, 9999),
        value => (outlet.onDelaySeconds = value),
      ),
      setting(
        `${shutdown}.11`,
        row,
        () => outlet.offDelaySeconds,
        within(0, 9999),
        value => (outlet.offDelaySeconds = value),
      ),
      setting(
        `${shutdown}.13`,
        row,
        () => outlet.rebootSeconds,
        within(0, 9999),
        value => (outlet.rebootSeconds = value),
      ),
      integer(`${status}.1`, row, () => outlet.unit),
      integer(`${status}.3`, row, () => outlet.socket),
      string(`${status}.4`, row, () => outlet.name),
      integer(`${status}.5`, row, () => (outlet.shown ? 1 : 2)),
      integer(`${status}.6`, row, () => (outlet.outstanding > 0 ? 1 : 2)),
    ]
  })
