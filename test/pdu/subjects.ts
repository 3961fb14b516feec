// Every family under the contract that all of them keep.
import type { Subject } from './subject.ts'

const apc = '1.3.6.1.4.1.318.1.1'
const apcMaas = (type: string): Subject['maas'] => ({
  powerType: 'apc',
  parameters: { pdu_type: type, power_on_delay: '5' },
})

export const subjects: readonly Subject[] = [
  {
    kind: 'rpdu2',
    family: 'apc-rpdu2',
    vendor: 'APC',
    model: 'AP8641',
    load: { watts: 40, amps: 0.2 },
    maas: apcMaas('RPDU'),
    control: 'recorded',
    writes: ({ row }, to) => ({ oid: `${apc}.26.9.2.4.1.5.${row}`, value: to === 'on' ? 1 : 2 }),
    chain: true,
  },
  {
    kind: 'rpdu',
    family: 'apc-rpdu',
    vendor: 'APC',
    model: 'AP7900',
    load: { watts: null, amps: null },
    maas: apcMaas('RPDU'),
    control: 'recorded',
    writes: ({ number }, to) => ({ oid: `${apc}.12.3.3.1.1.4.${number}`, value: to === 'on' ? 1 : 2 }),
  },
  {
    kind: 'masterswitch',
    family: 'apc-masterswitch',
    vendor: 'APC',
    model: 'AP9212',
    load: { watts: null, amps: null },
    maas: apcMaas('MASTERSWITCH'),
    control: 'recorded',
    writes: ({ number }, to) => ({ oid: `${apc}.4.4.2.1.3.${number}`, value: to === 'on' ? 1 : 2 }),
  },
]
