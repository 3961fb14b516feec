// Every family Racklight knows, in the order in which a PDU that answers several of them is taken for one.
import { apcMasterswitchPlus } from './families/apc-masterswitch-plus.ts'
import { apcMasterswitch } from './families/apc-masterswitch.ts'
import { apcRpdu } from './families/apc-rpdu.ts'
import { apcRpdu2 } from './families/apc-rpdu2.ts'
import { atenPe } from './families/aten-pe.ts'
import { avocentPm } from './families/avocent-pm.ts'
import { baytech } from './families/baytech.ts'
import { chatsworth } from './families/chatsworth.ts'
import { dataprobeIboot } from './families/dataprobe-iboot.ts'
import { dellRpdu } from './families/dell-rpdu.ts'
import { eatonEpdu } from './families/eaton-epdu.ts'
import { eatonNlogic } from './families/eaton-nlogic.ts'
import { eatonPulizzi } from './families/eaton-pulizzi.ts'
import { eatonRevelation } from './families/eaton-revelation.ts'
import { enlogic } from './families/enlogic.ts'
import { geistV3 } from './families/geist-v3.ts'
import { gudeEpc } from './families/gude.ts'
import { hpePdu2 } from './families/hpe-pdu2.ts'
import { hpePdu3 } from './families/hpe-pdu3.ts'
import { ibmIpdu } from './families/ibm-ipdu.ts'
import { ipoman } from './families/ipoman.ts'
import { panduitG5 } from './families/panduit-g5.ts'
import { raritanPdu2 } from './families/raritan-pdu2.ts'
import { raritanPx } from './families/raritan-px.ts'
import { cyberpowerEpdu } from './families/cyberpower-epdu.ts'
import { cyberpowerEpdu2 } from './families/cyberpower-epdu2.ts'
import { liebertMph } from './families/liebert-mph.ts'
import { sentry3 } from './families/sentry3.ts'
import { sentry4 } from './families/sentry4.ts'
import { vertivGeist } from './families/vertiv-geist.ts'
import { conteg, schleifenbauer } from './families/schleifenbauer.ts'
import { teltronix } from './families/teltronix.ts'
import { trippliteLx } from './families/tripplite-lx.ts'
import { wti } from './families/wti.ts'
import type { Family } from './family.ts'

const switched: readonly Family[] = [
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
  eatonEpdu,
  eatonRevelation,
  trippliteLx,
  panduitG5,
  hpePdu2,
  hpePdu3,
  enlogic,
  atenPe,
  dataprobeIboot,
  dellRpdu,
  ...gudeEpc,
]

/** Listed and never switched; each says why. */
const listed: readonly Family[] = [
  eatonPulizzi,
  eatonNlogic,
  geistV3,
  avocentPm,
  chatsworth,
  schleifenbauer,
  conteg,
  ipoman,
  wti,
  baytech,
  ibmIpdu,
  teltronix,
]

export const families: readonly Family[] = [...switched, ...listed]
