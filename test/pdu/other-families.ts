// A vendor unlike APC, as data alone: outlets that start at 0, behind the sysObjectID of any Linux.
import type { Column, Family } from '#main/pdu/family.ts'

const iboot = (suffix: string, mib: string): Column => ({ oid: `1.3.6.1.4.1.1418.6.5.1.${suffix}`, mib })

/** Instance 0 is outlet 1, and sysObjectID is that of any Linux. */
export const dataprobe: Family = {
  name: 'dataprobe-iboot',
  vendor: 'Dataprobe',
  detect: { sysObjectIds: [], sysDescr: /ibootpdu/i, probe: iboot('5', 'outletControl') },
  identity: { serials: [] },
  model: [{ oid: '1.3.6.1.4.1.1418.6.1.4.0', mib: 'deviceModel' }],
  firmware: [{ oid: '1.3.6.1.4.1.1418.6.1.1.0', mib: 'firmwareVersion' }],
  place: { by: 'index', number: 0, first: { number: 0 } },
  state: { column: iboot('7', 'outletState'), values: { 0: 'off', 1: 'on' } },
  control: 'recorded',
  command: {
    on: { column: iboot('5', 'outletControl'), value: 1 },
    off: { column: iboot('5', 'outletControl'), value: 0 },
  },
  outletName: iboot('2', 'outletName'),
  settleSeconds: 15,
  bulk: true,
  maxOids: 16,
  maas: [],
}
