// An APC PDU as its management card shows it: the system group and the tables its kind answers.
import { integer, label, string } from './apc-cells.ts'
import { masterSwitchCells } from './apc-masterswitch.ts'
import { rpduCells } from './apc-rpdu.ts'
import { rpdu2Cells } from './apc-rpdu2.ts'
import type { ApcUnit } from './apc-unit.ts'
import type { Cell } from './mib-tree.ts'

const system = '1.3.6.1.2.1.1'
const interfaces = '1.3.6.1.2.1.2.2.1'

export function apcCells(unit: ApcUnit): Cell[] {
  switch (unit.kind) {
    case 'rpdu2':
      return [...systemCells(unit), ...masterSwitchCells(unit), ...rpduCells(unit), ...rpdu2Cells(unit)]
    case 'rpdu':
      return [...systemCells(unit), ...masterSwitchCells(unit), ...rpduCells(unit)]
    case 'masterswitch':
      return [...systemCells(unit), ...masterSwitchCells(unit)]
  }
}

function systemCells(unit: ApcUnit): Cell[] {
  return [
    string(`${system}.1`, 0, () => unit.model.sysDescr(unit.serial())),
    {
      object: `${system}.2`,
      index: '0',
      type: 'oid',
      read: () => ({ type: 'oid', value: unit.model.sysObjectId }),
    },
    {
      object: `${system}.3`,
      index: '0',
      type: 'timeTicks',
      // Hundredths of a second, and around again after 497 days.
      read: () => ({ type: 'timeTicks', value: Math.floor(unit.uptimeMs() / 10) % 2 ** 32 }),
    },
    label(
      `${system}.4`,
      0,
      64,
      () => unit.contact,
      value => (unit.contact = value),
    ),
    label(
      `${system}.5`,
      0,
      64,
      () => unit.name,
      value => (unit.name = value),
    ),
    label(
      `${system}.6`,
      0,
      64,
      () => unit.location,
      value => (unit.location = value),
    ),
    integer(`${system}.7`, 0, () => 72),
    integer(`${interfaces}.1`, 2, () => 2),
    string(`${interfaces}.2`, 2, () => 'vmac0'),
    {
      object: `${interfaces}.6`,
      index: '2',
      type: 'string',
      read: () => ({ type: 'string', value: macOf(unit.serial()) }),
    },
  ]
}

/** APC's own prefix and three bytes that follow from the serial number. */
function macOf(serial: string): Buffer {
  const sum = Buffer.from(serial).reduce((hash, byte) => (hash * 31 + byte) % 0xffffff, 7)
  return Buffer.from([0x00, 0xc0, 0xb7, (sum >> 16) & 0xff, (sum >> 8) & 0xff, sum & 0xff])
}
