// Effects: work that must be running now. `plan` derives them; the runner starts what is missing and stops what vanished.
import type { OutletRef, Switch } from './rack.ts'

export type Effect =
  | { key: string; kind: 'readPdu'; pdu: string }
  | { key: string; kind: 'watchPdu'; pdu: string }
  | { key: string; kind: 'switchOutlet'; outlet: OutletRef; to: Switch; why: string; lane: string | null }
  | { key: string; kind: 'wait'; until: number }
  | { key: string; kind: 'serveCheckIn' }
  | { key: string; kind: 'serveHints' }
  | { key: string; kind: 'steadyHeart'; lane: string; sid: string; beatMs: number }
  | { key: string; kind: 'weigh'; lane: string; outlet: OutletRef; onAt: number; riseWatts: number; riseNoises: number }
  | {
      key: string
      kind: 'listen'
      lane: string
      sid: string
      outlet: OutletRef
      setAt: number
      offAt: number
      beatMs: number
      silentMs: number
      inFlightMs: number
    }
  | { key: string; kind: 'watchHearts'; beatMs: number; silentMs: number }
  | { key: string; kind: 'watchCanaries'; outlets: readonly OutletRef[]; until: number }
  | { key: string; kind: 'watchMaas' }
  | { key: string; kind: 'recordInMaas'; machine: string; until: number }

export type EffectKind = Effect['kind']
export type EffectOf<K extends EffectKind> = Extract<Effect, { kind: K }>
