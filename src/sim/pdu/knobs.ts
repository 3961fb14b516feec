// What can be wrong with a PDU, to be turned while it runs.
import type { ErrorName } from './error-status.ts'

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
})

export const pduKnobs = (): PduKnobs => ({ ...agentKnobs(), lie: false, wrongDevice: false })
