// The three APC families under the contract that every family keeps.
import { pduContract } from './contract.ts'

const hardware = '1.3.6.1.4.1.318.1.1'

pduContract({
  kind: 'rpdu2',
  family: 'apc-rpdu2',
  model: 'AP8641',
  pduType: 'RPDU',
  metered: true,
  command: { oid: `${hardware}.26.9.2.4.1.5`, on: 1, off: 2 },
})

pduContract({
  kind: 'rpdu',
  family: 'apc-rpdu',
  model: 'AP7900',
  pduType: 'RPDU',
  metered: false,
  command: { oid: `${hardware}.12.3.3.1.1.4`, on: 1, off: 2 },
})

pduContract({
  kind: 'masterswitch',
  family: 'apc-masterswitch',
  model: 'AP9212',
  pduType: 'MASTERSWITCH',
  metered: false,
  command: { oid: `${hardware}.4.4.2.1.3`, on: 1, off: 2 },
})
