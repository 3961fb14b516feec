// Eaton managed ePDU, 534.6.6.6 (PDU-MIB): one column shows the state and takes the command, and outlet 1 is instance 0.
import { commands, eachOutlet, integer, milliamps, nameOf, string } from './cells.ts'
import type { PduKind } from './kind.ts'
import type { Cell } from './mib-tree.ts'
import type { Outlet } from './relays.ts'
import type { PduUnit } from './unit.ts'

const base = '1.3.6.1.4.1.534.6.6.6.1'
const info = `${base}.1`
const outlets = `${base}.2`
const column = `${outlets}.2.1`

// outletOperationalState; error (-1) is an answer and no command.
const outletCommands = { 0: 'off', 1: 'on', 2: 'reboot' } as const

export const eatonRevelation: PduKind = {
  name: 'eaton-revelation',
  vendor: 'Eaton',
  metered: true,
  macPrefix: [0x00, 0x20, 0x85],
  model: {
    model: 'DBQ145412',
    sysObjectId: '1.3.6.1.4.1.534.6.6.6',
    sysDescr: () => '',
    hardware: '',
    firmware: '01.01.01',
    manufactured: '',
    ratingAmps: 16,
  },
  cells: unit => {
    const { model, relays, power } = unit
    return [
      string(`${info}.1`, 0, () => model.firmware),
      string(`${info}.2`, 0, unit.serial),
      string(`${info}.12`, 0, () => model.model),
      string(`${info}.13`, 0, () => unit.name),
      integer(`${outlets}.1`, 0, () => relays.all.length),
      integer(`${base}.3.1.1`, 0, () => milliamps(power.amps(power.watts()))),
      ...outletCells(unit),
    ]
  },
}

const stateOf = (outlet: Outlet): number => {
  if (outlet.countdown?.to === 'reboot' || (outlet.heading !== null && outlet.outstanding > 1)) return 2
  return outlet.shown ? 1 : 0
}

function outletCells({ relays, power, metered }: PduUnit): Cell[] {
  return eachOutlet(relays.all, (outlet, row) => {
    const instance = row - 1
    const meters = [
      integer(`${column}.4`, instance, () => milliamps(power.amps(power.wattsOf(row)))),
      integer(`${column}.6`, instance, () => power.volts * 1000),
      integer(`${column}.7`, instance, () => Math.round(power.wattsOf(row))),
    ]
    return [
      integer(`${column}.1`, instance, () => instance),
      nameOf(`${column}.2`, instance, 255, outlet),
      commands(
        `${column}.3`,
        instance,
        () => stateOf(outlet),
        outletCommands,
        command => relays.command(row, command),
      ),
      ...(metered ? meters : []),
    ]
  })
}
