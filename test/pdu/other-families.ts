// A vendor unlike APC, as data alone: an index of two parts that starts at 0.
import type { Column, Family } from '#main/pdu/family.ts'

const epdu = (suffix: string, mib: string): Column => ({ oid: `1.3.6.1.4.1.534.6.6.7.${suffix}`, mib })

/** Seconds are the command: 0 in one column switches off, 0 in another on. */
export const eaton: Family = {
  name: 'eaton-epdu',
  vendor: 'Eaton',
  detect: { sysObjectIds: ['1.3.6.1.4.1.534.6.6.7'], probe: epdu('6.6.1.3', 'outletControlOffCmd') },
  identity: { units: { serial: epdu('1.2.1.4', 'serialNumber') }, serials: [] },
  model: [{ oid: '1.3.6.1.4.1.534.6.6.7.1.2.1.3.0', mib: 'partNumber' }],
  firmware: [{ oid: '1.3.6.1.4.1.534.6.6.7.1.2.1.5.0', mib: 'firmwareVersion' }],
  place: { by: 'index', unit: 0, number: 1, first: { unit: 0 } },
  state: { column: epdu('6.6.1.2', 'outletControlStatus'), values: { 0: 'off', 1: 'on', 2: 'pending', 3: 'pending' } },
  control: 'recorded',
  command: {
    on: { column: epdu('6.6.1.4', 'outletControlOnCmd'), value: 0 },
    off: { column: epdu('6.6.1.3', 'outletControlOffCmd'), value: 0 },
  },
  switchable: { column: epdu('6.6.1.9', 'outletControlSwitchable'), yes: [1] },
  outletName: epdu('6.1.1.3', 'outletName'),
  label: epdu('6.1.1.6', 'outletDesignator'),
  load: {
    amps: { column: epdu('6.4.1.3', 'outletCurrent'), scale: 0.001 },
    watts: { column: epdu('6.5.1.3', 'outletWatts'), scale: 1 },
  },
  settleSeconds: 15,
  bulk: true,
  maxOids: 16,
  maas: [
    {
      powerType: 'eaton',
      parameters: { power_on_delay: '5' },
      column: epdu('6.6.1.2', 'outletControlStatus'),
      version: '1',
      community: 'private',
      unit: 1,
      indexPrefix: '0.',
    },
  ],
}
