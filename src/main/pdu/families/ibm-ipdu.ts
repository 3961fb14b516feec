// IBM iPDU and PDU+ (IBM-PDU-MIB), as other tools read it.
import type { Column, Family } from '../family.ts'

const column = (suffix: string, mib: string): Column => ({ oid: `1.3.6.1.4.1.2.6.223.8.2.2.1.${suffix}`, mib })

const state = column('11', 'ibmPduOutletState')

export const ibmIpdu: Family = {
  name: 'ibm-ipdu',
  vendor: 'IBM',
  detect: { sysObjectIds: ['1.3.6.1.4.1.2.6.223'], probe: state },
  identity: { serials: [] },
  model: [],
  firmware: [],
  place: { by: 'index', number: 0 },
  // cycling 2, delaySwitch10 3, delaySwitch30 4, delaySwitch60 5
  state: { column: state, values: { 0: 'off', 1: 'on', 2: 'pending', 3: 'pending', 4: 'pending', 5: 'pending' } },
  control: {
    readOnly: "the vendor's MIB was not at hand, and the numbers of other tools are not enough to switch by.",
  },
  command: null,
  outletName: column('2', 'ibmPduOutletName'),
  load: { amps: { column: column('7', 'ibmPduOutletCurrent'), scale: 0.001 } },
  settleSeconds: 15,
  bulk: true,
  maxOids: 16,
  maas: [],
}
