// What every agent answers, whatever hangs behind it: the system group and one network interface (MIB-II).
import { integer, label, octets, string } from './cells.ts'
import type { Cell } from './mib-tree.ts'
import type { PduUnit } from './unit.ts'

const system = '1.3.6.1.2.1.1'
const interfaces = '1.3.6.1.2.1.2.2.1'

export function systemCells(unit: PduUnit): Cell[] {
  const { model, kind } = unit
  const { index, name } = kind.networkPort ?? { index: 1, name: 'eth0' }
  return [
    string(`${system}.1`, 0, () => model.sysDescr(unit.serial())),
    {
      object: `${system}.2`,
      index: '0',
      type: 'oid',
      read: () => ({ type: 'oid', value: model.sysObjectId }),
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
    integer(`${interfaces}.1`, index, () => index),
    string(`${interfaces}.2`, index, () => name),
    octets(`${interfaces}.6`, index, () => macOf(kind.macPrefix, unit.serial())),
  ]
}

/** The vendor's prefix and three bytes that follow from the serial number. */
export function macOf(prefix: readonly number[], serial: string): Buffer {
  const sum = Buffer.from(serial).reduce((hash, byte) => (hash * 31 + byte) % 0xffffff, 7)
  return Buffer.from([...prefix, (sum >> 16) & 0xff, (sum >> 8) & 0xff, sum & 0xff])
}
