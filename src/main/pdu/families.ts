// Every family Racklight knows, in the order in which a PDU that answers several of them is taken for one.
import { apcMasterswitchPlus } from './families/apc-masterswitch-plus.ts'
import { apcMasterswitch } from './families/apc-masterswitch.ts'
import { apcRpdu } from './families/apc-rpdu.ts'
import { apcRpdu2 } from './families/apc-rpdu2.ts'
import { atenPe } from './families/aten-pe.ts'
import { dataprobeIboot } from './families/dataprobe-iboot.ts'
import { dellRpdu } from './families/dell-rpdu.ts'
import { gudeEpc } from './families/gude.ts'
import { raritanPdu2 } from './families/raritan-pdu2.ts'
import { raritanPx } from './families/raritan-px.ts'
import { cyberpowerEpdu } from './families/cyberpower-epdu.ts'
import { cyberpowerEpdu2 } from './families/cyberpower-epdu2.ts'
import { liebertMph } from './families/liebert-mph.ts'
import { sentry3 } from './families/sentry3.ts'
import { sentry4 } from './families/sentry4.ts'
import { vertivGeist } from './families/vertiv-geist.ts'
import type { Family } from './family.ts'

export const families: readonly Family[] = [
  apcRpdu2,
  apcRpdu,
  apcMasterswitchPlus,
  apcMasterswitch,
  raritanPdu2,
  raritanPx,
  sentry3,
  sentry4,
  cyberpowerEpdu2,
  cyberpowerEpdu,
  vertivGeist,
  liebertMph,
  atenPe,
  dataprobeIboot,
  dellRpdu,
  ...gudeEpc,
]
