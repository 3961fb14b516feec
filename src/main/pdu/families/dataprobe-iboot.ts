// Dataprobe iBoot-PDU: instance 0 is outlet 1, and sysObjectID is that of any Linux (IBOOTPDU-MIB).
import type { Column, Family } from '../family.ts'

const device = '1.3.6.1.4.1.1418.6'

const column = (suffix: string, mib: string): Column => ({ oid: `${device}.5.1.${suffix}`, mib })

const command = column('5', 'outletControl')
const name = column('2', 'outletName')

export const dataprobeIboot: Family = {
  name: 'dataprobe-iboot',
  vendor: 'Dataprobe',
  detect: { sysObjectIds: [device], sysDescr: /ibootpdu/i, probe: command },
  identity: { serials: [] },
  model: [{ oid: `${device}.1.4.0`, mib: 'deviceModelName' }],
  firmware: [{ oid: `${device}.1.1.0`, mib: 'firmwareVersion' }],
  place: { by: 'index', number: 0, first: { number: 0 } },
  // What the outlet itself does; outletStatus says what it is about to do.
  state: { column: column('7', 'outletActualStatus'), values: { 0: 'off', 1: 'on' } },
  // cycle 2, reboot 3, pend-on 4
  pending: { column: column('6', 'outletStatus'), values: [2, 3, 4] },
  control: 'recorded',
  command: { on: { column: command, value: 1 }, off: { column: command, value: 0 } },
  outletName: name,
  nameWrite: { column: name, maxLength: 20, mayBeEmpty: false },
  settleSeconds: 15,
  bulk: true,
  maxOids: 16,
  maas: [],
}
