// What the world said; made by adapters and by the runner, never by a person.
import type { Fault } from './fault.ts'
import type { MachineIdentity } from './machine.ts'
import type { Policy } from './policy.ts'
import type { OutletReading, OutletRef, PowerState, SharedLoad, Switch } from './rack.ts'

export type Report =
  | { kind: 'engineStarted' }
  | { kind: 'pduRead'; pdu: string; readings: readonly OutletReading[] }
  | { kind: 'pduFailed'; pdu: string; fault: Fault }
  | {
      kind: 'switchReady'
      outlet: OutletRef
      to: Switch
      why: string
      lane: string | null
      seen: OutletReading
      loads?: readonly SharedLoad[]
      timed?: boolean
    }
  | {
      kind: 'switchReached'
      outlet: OutletRef
      to: Switch
      before: PowerState
      sent: boolean
      sentAt: number
      reachedAt: number
      watts: number | null
      lane: string | null
    }
  | { kind: 'outletTried'; outlet: OutletRef; sentAt: number; offAt: number; backAt: number; offSeconds: number }
  | { kind: 'switchFailed'; outlet: OutletRef; to: Switch; fault: Fault; lane: string | null }
  | { kind: 'due'; key: string }
  | {
      kind: 'proofGiven'
      kid: string
      machine: MachineIdentity
      sid: string
      nonce: string
      bootId: string
      receivedAt: number
      bootAt: number
    }
  | { kind: 'proofRefused'; kid: string; uuid: string; reason: string }
  | { kind: 'strangerSeen'; uuid: string; macs: readonly string[]; serial: string; claimed: string }
  | { kind: 'heartSteady'; lane: string; sid: string; lastBeatAt: number }
  | {
      kind: 'silenceHeard'
      lane: string
      sid: string
      offAt: number
      lastBeatAt: number
      until: number
      /** Every other heart that was alive at the cut, with its last beat. */
      others: readonly { sid: string; lastBeatAt: number }[]
      /** The server shed load, slept or throttled in between: silence proves nothing. */
      impaired: boolean
      /** The laptop still hears the PDU at the end of the silence. */
      pduAnswers: boolean
      /** What the outlet's own meter says then. */
      watts: number | null
    }
  | {
      kind: 'loadWeighed'
      lane: string
      sid: string
      /** Before the outlet went on, and at its highest since. */
      fromWatts: number
      toWatts: number
      noiseWatts: number
      /** Outlets whose load rose as well. */
      others: readonly OutletRef[]
    }
  | { kind: 'stillBeating'; lane: string; sid: string; beatAt: number; silenced: readonly string[] }
  | { kind: 'goodbyeSaid'; sid: string; reason: string }
  | { kind: 'heartLost'; sid: string; lastBeatAt: number }
  | { kind: 'deadHeartBeat'; sid: string; beatAt: number }
  | { kind: 'canaryLost'; canary: string; detail: string }
  | {
      kind: 'maasRead'
      readAt: number
      tookMs: number
      named: readonly { pdu: string; outlet: string | null; systemId: string; hostname: string }[]
      deployedUnknown: number
    }
  | { kind: 'maasLost'; fault: Fault }
  | { kind: 'maasRecorded'; machine: string; systemId: string; changes: readonly string[]; refused: readonly string[] }
  | { kind: 'maasFailed'; machine: string; fault: Fault }
  | { kind: 'policyRead'; limits: Policy; files: readonly string[] }
  | { kind: 'policyLost'; fault: Fault }
  | { kind: 'keyStamped'; kid: string; target: string; hints: boolean }
  | { kind: 'hintHeard'; kid: string; uuid: string; mac: string; serial: string }

export type ReportKind = Report['kind']
