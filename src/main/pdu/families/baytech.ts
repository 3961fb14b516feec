// Baytech RPC (Baytech-MIB-403-1): indexed by module and outlet.
import type { Column, Family } from '../family.ts'

const root = '1.3.6.1.4.1.4779.1'

const column = (suffix: string, mib: string): Column => ({ oid: `${root}.3.5.3.1.${suffix}`, mib })

const state = column('3', 'sBTAModulesRPCOutletState')

export const baytech: Family = {
  name: 'baytech',
  vendor: 'Baytech',
  detect: { sysObjectIds: ['1.3.6.1.4.1.4779'], probe: state },
  identity: { serials: [{ oid: `${root}.1.2.0`, mib: 'sBTAIdentSerialNumber' }] },
  model: [{ oid: `${root}.3.5.2.1.24.1`, mib: 'sBTAModulesRPCType' }],
  firmware: [{ oid: `${root}.1.1.0`, mib: 'sBTAIdentFirmwareRev' }],
  place: { by: 'index', unit: 0, number: 1 },
  // reboot 2, lockon 3, lockoff 4
  state: { column: state, values: { 0: 'off', 1: 'on', 2: 'pending', 3: 'on', 4: 'off', 6: 'unknown' } },
  control: { readOnly: 'its agent is known to hang under commands.' },
  command: null,
  outletName: column('4', 'sBTAModulesRPCOutletName'),
  settleSeconds: 15,
  bulk: true,
  maxOids: 16,
  maas: [],
}
