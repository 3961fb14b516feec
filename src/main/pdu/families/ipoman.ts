// Ingrasys iPoMan II (IPOMANII-MIB).
import type { Column, Family } from '../family.ts'

const root = '1.3.6.1.4.1.2468.1.4.2.1'

const column = (suffix: string, mib: string): Column => ({ oid: `${root}.3.2.${suffix}`, mib })

const name = column('2.1.2', 'outletConfigDesc')

export const ipoman: Family = {
  name: 'ipoman',
  vendor: 'Ingrasys',
  detect: { sysObjectIds: [root], probe: name },
  identity: { serials: [] },
  model: [{ oid: `${root}.1.2.0`, mib: 'ipmIdentModel' }],
  firmware: [{ oid: `${root}.1.3.0`, mib: 'ipmIdentAgentSoftwareVersion' }],
  place: { by: 'index', number: 0 },
  rows: name,
  state: {
    column: column('3.1.2', 'outletStatusStatus'),
    // outletOffToOn 4, outletOnToOff 5, outletCycling 6
    values: { 1: 'unknown', 2: 'off', 3: 'on', 4: 'pending', 5: 'pending', 6: 'pending' },
  },
  control: { readOnly: 'nobody is known to have switched it over SNMP.' },
  command: null,
  outletName: name,
  load: { amps: { column: column('3.1.3', 'outletStatusCurrent'), scale: 0.001 } },
  settleSeconds: 15,
  bulk: true,
  maxOids: 16,
  maas: [],
}
