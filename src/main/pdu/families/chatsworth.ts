// Chatsworth eConnect (CPI-UNITY-MIB): indexed by outlet, then by the MAC of the PDU as text, which may be another behind the same card.
import type { Column, Family } from '../family.ts'

const column = (suffix: string, mib: string): Column => ({ oid: `1.3.6.1.4.1.30932.1.10.1.4.10.1.${suffix}`, mib })

const state = column('11', 'cpiPduOutletControl')

export const chatsworth: Family = {
  name: 'chatsworth',
  vendor: 'Chatsworth',
  // Some units send their sysObjectID without its beginning.
  detect: { sysObjectIds: ['1.3.6.1.4.1.30932', '0.10.43.6.1.4.1'], probe: state },
  identity: { serials: [] },
  model: [],
  firmware: [],
  place: { by: 'index', number: 0 },
  state: { column: state, values: { 0: 'off', 1: 'on' } },
  control: { readOnly: 'a unit may show the outlets of others it is linked with, and their numbers are the same.' },
  command: null,
  outletName: column('4', 'cpiPduOutletName'),
  bank: column('3', 'cpiPduOutletBranchId'),
  // cpiPduOutletPower is in volt-amperes.
  load: { amps: { column: column('6', 'cpiPduOutletCurrent'), scale: 0.01 } },
  settleSeconds: 15,
  bulk: false,
  maxOids: 16,
  maas: [],
}
