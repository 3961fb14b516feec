// What every family must do against a PDU that behaves, and against one that does not. One suite, run for each.
import { wellBehaved } from './contract-behaves.ts'
import { faultyPdu } from './contract-faults.ts'
import { badNetwork } from './contract-network.ts'
import { makeRack } from './contract-rack.ts'
import type { Subject } from './contract-rack.ts'

export function pduContract(subject: Subject): void {
  const rack = makeRack(subject.kind)
  wellBehaved(subject, rack)
  badNetwork(subject, rack)
  faultyPdu(subject, rack)
}
