// Every family Racklight knows, in the order in which a PDU that answers several of them is taken for one.
import { apcMasterswitch } from './families/apc-masterswitch.ts'
import { apcRpdu } from './families/apc-rpdu.ts'
import { apcRpdu2 } from './families/apc-rpdu2.ts'
import type { Family } from './family.ts'

export const families: readonly Family[] = [apcRpdu2, apcRpdu, apcMasterswitch]
