// Dataprobe iBoot-PDU (IBOOTPDU-MIB, 1418.6): instances count from 0, and two columns tell what is meant and what is.
import { commands, eachOutlet, integer, nameOf, secondsOf, string, within } from './cells.ts'
import type { Cell } from './mib-tree.ts'
import type { PduKind } from './kind.ts'
import type { Outlet } from './relays.ts'
import type { PduUnit } from './unit.ts'

const device = '1.3.6.1.4.1.1418.6'
const table = `${device}.5.1`

/** outletStatus: off 0, on 1, cycle 2, reboot 3, pend-on 4. */
function meant({ outstanding, heading, shown }: Outlet): number {
  if (outstanding > 0 && heading === 'on') return 4
  if (outstanding > 0) return 3
  return shown ? 1 : 0
}

function cells({ model, relays, name }: PduUnit): Cell[] {
  return [
    string(`${device}.1.1`, 0, () => model.firmware),
    string(`${device}.1.2`, 0, () => name),
    string(`${device}.1.4`, 0, () => model.model),
    integer(`${device}.1.6`, 0, () => relays.all.length),
    ...eachOutlet(relays.all, (outlet, number) => {
      const row = number - 1
      return [
        integer(`${table}.1`, row, () => number),
        nameOf(`${table}.2`, row, 20, outlet),
        secondsOf(`${table}.4`, row, outlet, 'rebootSeconds', within(1, 999)),
        commands(
          `${table}.5`,
          row,
          () => (outlet.shown ? 1 : 0),
          { 0: 'off', 1: 'on', 2: 'reboot' },
          command => relays.command(number, command),
        ),
        integer(`${table}.6`, row, () => meant(outlet)),
        integer(`${table}.7`, row, () => (outlet.shown ? 1 : 0)),
      ]
    }),
  ]
}

export const dataprobeIboot: PduKind = {
  name: 'dataprobe-iboot',
  vendor: 'Dataprobe',
  metered: false,
  macPrefix: [0xc8, 0xfd, 0x19],
  networkPort: { index: 2, name: 'eth0' },
  model: {
    model: 'iBoot-PDU8-2N15',
    // That of any Linux with net-snmp.
    sysObjectId: '1.3.6.1.4.1.8072.3.2.10',
    hardware: '',
    firmware: '1.03.12212017',
    manufactured: '',
    ratingAmps: 15,
    sysDescr: () => 'Linux ibootpdu 4.4.9 #6 SMP Thu Apr 27 15:48:52 EDT 2017 armv7l',
  },
  cells,
}
