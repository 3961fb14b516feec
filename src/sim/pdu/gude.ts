// Gude Expert Power Control 8031 (GUDEADS-EPC8031-MIB): one column is state and command, one power channel meters all outlets.
import { commands, eachOutlet, gauge, integer, nameOf, secondsOf, string, within } from './cells.ts'
import type { Cell } from './mib-tree.ts'
import type { PduKind } from './kind.ts'
import type { PduUnit } from './unit.ts'

const product = '1.3.6.1.4.1.28507.81'
const info = `${product}.1.1.2`
const ports = `${product}.1.3.1.2.1`
const channel = `${product}.1.5.1.2.1`

function cells({ model, relays, power }: PduUnit): Cell[] {
  return [
    string(`${info}.1`, 0, () => model.model),
    string(`${info}.2`, 0, () => model.firmware),
    integer(`${product}.1.3.1.1`, 0, () => relays.all.length),
    ...eachOutlet(relays.all, (outlet, row) => [
      integer(`${ports}.1`, row, () => row),
      nameOf(`${ports}.2`, row, 15, outlet),
      commands(
        `${ports}.3`,
        row,
        // fuseblown, which only the 8291 has
        () => (outlet.obstacle === 'breakerTripped' ? 2 : Number(outlet.shown)),
        { 0: 'off', 1: 'on' },
        command => relays.command(row, command),
      ),
      integer(`${ports}.4`, row, () => 0),
      secondsOf(`${ports}.6`, row, outlet, 'onDelaySeconds', within(0, 65535)),
    ]),
    // data valid
    integer(`${channel}.2`, 1, () => 1),
    integer(`${channel}.4`, 1, () => power.watts()),
    gauge(`${channel}.5`, 1, () => Math.round(power.amps(power.watts()) * 1000)),
    gauge(`${channel}.6`, 1, () => power.volts),
  ]
}

export const gudeEpc8031: PduKind = {
  name: 'gude-8031',
  vendor: 'Gude',
  metered: false,
  macPrefix: [0x00, 0x19, 0x32],
  networkPort: { index: 1, name: 'eth_K64' },
  model: {
    model: 'Expert Power Control 8031-3',
    sysObjectId: product,
    hardware: '',
    firmware: '1.6.3',
    manufactured: '',
    ratingAmps: 16,
    sysDescr: () => 'Expert Power Control 8031-3',
  },
  cells,
}
