// Every family Racklight knows, in the order in which a PDU that answers several of them is taken for one.
import { apcMasterswitch } from './families/apc-masterswitch.ts'
import { apcRpdu } from './families/apc-rpdu.ts'
import { apcRpdu2 } from './families/apc-rpdu2.ts'
import { atenPe } from './families/aten-pe.ts'
import { dataprobeIboot } from './families/dataprobe-iboot.ts'
import { dellRpdu } from './families/dell-rpdu.ts'
import { gudeEpc } from './families/gude.ts'
import { raritanPdu2 } from './families/raritan-pdu2.ts'
import { raritanPx } from './families/raritan-px.ts'
import type { Family } from './family.ts'

export const families: readonly Family[] = [
  apcRpdu2,
  apcRpdu,
  apcMasterswitch,
  raritanPdu2,
  raritanPx,
  atenPe,
  dataprobeIboot,
  dellRpdu,
  ...gudeEpc,
]
