// Teltronix, as other tools read it; the MIB's own names were not at hand.
import type { Family } from '../family.ts'

const state = { oid: '1.3.6.1.4.1.23620.1.2.2.1.4', mib: 'Outlet Power' }

export const teltronix: Family = {
  name: 'teltronix',
  vendor: 'Teltronix',
  detect: { sysObjectIds: ['1.3.6.1.4.1.23620'], probe: state },
  identity: { serials: [] },
  model: [],
  firmware: [],
  place: { by: 'index', number: 0 },
  state: { column: state, values: { 1: 'off', 2: 'on' } },
  control: {
    readOnly: "the vendor's MIB was not at hand, and the numbers of other tools are not enough to switch by.",
  },
  command: null,
  settleSeconds: 15,
  bulk: true,
  maxOids: 16,
  maas: [],
}
