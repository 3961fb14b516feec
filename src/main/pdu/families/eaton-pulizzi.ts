// Eaton switched ePDU, once Pulizzi, as other tools read it; the MIB's own names were not at hand.
import type { Family } from '../family.ts'

// outlet N is instance N.0; 0 is a place without an outlet
const state = { oid: '1.3.6.1.4.1.20677.2.6.3', mib: 'outlet status' }

export const eatonPulizzi: Family = {
  name: 'eaton-pulizzi',
  vendor: 'Eaton',
  detect: { sysObjectIds: ['1.3.6.1.4.1.20677'], probe: state },
  identity: { serials: [] },
  model: [{ oid: '1.3.6.1.4.1.20677.2.1.1.0', mib: 'model name' }],
  firmware: [],
  place: { by: 'index', number: 0 },
  vacant: { column: state, values: [0] },
  state: { column: state, values: { 1: 'on', 2: 'off' } },
  control: {
    readOnly: 'its commands count one further than its outlets, and the first of them switches every outlet at once.',
  },
  command: null,
  outletName: { oid: '1.3.6.1.4.1.20677.2.6.1', mib: 'outlet name', at: row => row.replace(/[.]0$/, '.1.0') },
  settleSeconds: 15,
  bulk: true,
  maxOids: 16,
  maas: [],
}
