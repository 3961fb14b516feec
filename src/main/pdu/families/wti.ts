// WTI (Western Telematic) VMR and NPS power switches (WTI-MPC-MIB plugTable).
import type { Column, Family } from '../family.ts'

const column = (suffix: string, mib: string): Column => ({ oid: `1.3.6.1.4.1.2634.3.100.200.1.${suffix}`, mib })

const state = column('3', 'plugStatus')

export const wti: Family = {
  name: 'wti',
  vendor: 'WTI',
  detect: { sysObjectIds: ['1.3.6.1.4.1.2634'], probe: state },
  identity: { serials: [] },
  model: [{ oid: '1.3.6.1.4.1.2634.3.200.10.1.2.1', mib: 'environmentUnitName' }],
  firmware: [],
  place: { by: 'index', number: 0 },
  state: { column: state, values: { 0: 'off', 1: 'on' } },
  control: { readOnly: "the vendor's MIB numbers the commands of plugAction 0 to 8 and does not say what they do." },
  command: null,
  outletName: column('5', 'plugName'),
  // "LOCAL - A1"
  label: column('2', 'plugID'),
  settleSeconds: 15,
  bulk: true,
  maxOids: 16,
  maas: [],
}
