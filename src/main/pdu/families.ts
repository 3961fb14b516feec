// Every family Racklight knows, in the order in which a PDU that answers several of them is taken for one.
import { apcMasterswitch } from './families/apc-masterswitch.ts'
import { apcRpdu } from './families/apc-rpdu.ts'
import { apcRpdu2 } from './families/apc-rpdu2.ts'
import { eatonEpdu } from './families/eaton-epdu.ts'
import { eatonRevelation } from './families/eaton-revelation.ts'
import { enlogic } from './families/enlogic.ts'
import { hpePdu2 } from './families/hpe-pdu2.ts'
import { hpePdu3 } from './families/hpe-pdu3.ts'
import { panduitG5 } from './families/panduit-g5.ts'
import { trippliteLx } from './families/tripplite-lx.ts'
import type { Family } from './family.ts'

export const families: readonly Family[] = [
  apcRpdu2,
  apcRpdu,
  apcMasterswitch,
  eatonEpdu,
  eatonRevelation,
  trippliteLx,
  panduitG5,
  hpePdu2,
  hpePdu3,
  enlogic,
]
