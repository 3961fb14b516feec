// What can be wrong with a PDU, to be turned while it runs.
import type { ErrorName } from './error-status.ts'
import type { UsmComplaint } from './usm-message.ts'

export interface AgentKnobs {
  /** Every SET is answered with this error. */
  refuse: false | ErrorName
  /** No community may write. */
  readOnly: boolean
  /** v2c is met with silence. */
  v1Only: boolean
  /** GETBULK is met with silence, or answered with a single varbind. */
  brokenBulk: false | 'silent' | 'single'
  /** A walk comes back to where it was, for ever. */
  repeatOid: boolean
  /** The answer is not SNMP. */
  garbage: boolean
  /** More varbinds than this in a request is tooBig; a GETBULK answers no more than this. */
  maxVarbinds: number
  /** What more varbinds are met with. */
  tooMany: 'tooBig' | 'genErr' | 'silence'
  /** v1 and v2c are met with silence. */
  v3Only: boolean
  /** Whatever a v3 user asks is answered with this report. */
  v3Refuse: false | UsmComplaint
  /** Wrong v3 names and keys are met with silence instead of a report. */
  v3Mute: boolean
  /** v3 answers come without signature and seal. */
  v3Unsigned: boolean
  /** Restarts are not counted, so that the v3 engine's time goes back. */
  v3ForgetsBoots: boolean
}

export interface PduKnobs extends AgentKnobs {
  /** A SET is accepted, then nothing happens, or the state column says it did though the relay never moved. */
  lie: false | 'ignore' | 'pretend'
  /** From now on another PDU answers: the one with this serial number. */
  wrongDevice: false | string
}

export const agentKnobs = (): AgentKnobs => ({
  refuse: false,
  readOnly: false,
  v1Only: false,
  brokenBulk: false,
  repeatOid: false,
  garbage: false,
  maxVarbinds: 64,
  tooMany: 'tooBig',
  v3Only: false,
  v3Refuse: false,
  v3Mute: false,
  v3Unsigned: false,
  v3ForgetsBoots: false,
})

export const pduKnobs = (): PduKnobs => ({ ...agentKnobs(), lie: false, wrongDevice: false })
