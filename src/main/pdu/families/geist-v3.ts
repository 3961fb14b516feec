// Geist PDUs before the I-03 cards (GEIST-MIB-V3).
import type { Column, Family } from '../family.ts'

const column = (suffix: string, mib: string): Column => ({ oid: `1.3.6.1.4.1.21239.2.16.1.${suffix}`, mib })

const state = column('3', 'ctrlOutletStatus')

export const geistV3: Family = {
  name: 'geist-v3',
  vendor: 'Geist',
  detect: { sysObjectIds: ['1.3.6.1.4.1.21239.2'], probe: state },
  identity: { serials: [] },
  model: [{ oid: '1.3.6.1.4.1.21239.2.1.1.0', mib: 'productTitle' }],
  firmware: [{ oid: '1.3.6.1.4.1.21239.2.1.2.0', mib: 'productVersion' }],
  place: { by: 'index', number: 0 },
  state: { column: state, values: { 0: 'off', 1: 'on' } },
  control: {
    readOnly:
      'one column shows 0 for off and takes 0 for "cancel", so that a misread value would switch what it should not.',
  },
  command: null,
  outletName: column('2', 'ctrlOutletName'),
  load: {
    amps: { column: column('6', 'ctrlOutletDeciAmps'), scale: 0.1 },
    watts: { column: column('15', 'ctrlOutletPower'), scale: 1 },
  },
  settleSeconds: 15,
  bulk: true,
  maxOids: 16,
  maas: [],
}
