// One request in, one response out (RFC 1157 section 4.1, RFC 3416 section 4.2). Silence is undefined.
import { answerSet, type SetRecord } from './answer-set.ts'
import { errorFor, errorStatus, type ErrorName } from './error-status.ts'
import type { AgentKnobs } from './knobs.ts'
import type { MibTree } from './mib-tree.ts'
import { encodeMessage, encodeVarbind, type SnmpMessage } from './snmp-message.ts'
import type { Varbind } from './snmp-value.ts'

export interface AnswerContext {
  readonly tree: MibTree
  readonly knobs: Readonly<AgentKnobs>
  /** Whether the community of this request may write. */
  readonly mayWrite: boolean
  readonly maxMessageBytes: number
  readonly recordSet: (record: SetRecord) => void
}

export interface Failure {
  readonly error: ErrorName
  /** Counted from 1; 0 blames no varbind. */
  readonly index: number
}

export function answer(request: SnmpMessage, context: AnswerContext): SnmpMessage | undefined {
  if (request.kind === 'response') return undefined
  if (request.kind === 'getBulk' && context.knobs.brokenBulk === 'silent') return undefined
  if (request.varbinds.length > context.knobs.maxVarbinds) {
    const { tooMany } = context.knobs
    return tooMany === 'silence' ? undefined : failed(request, { error: tooMany, index: 0 })
  }
  const result = carryOut(request, context)
  if ('error' in result) return failed(request, result)
  const response = respond(request, result)
  const fits = request.kind === 'getBulk' || encodeMessage(response).length <= context.maxMessageBytes
  return fits ? response : failed(request, { error: 'tooBig', index: 0 })
}

function carryOut(request: SnmpMessage, context: AnswerContext): readonly Varbind[] | Failure {
  switch (request.kind) {
    case 'get':
      return eachVarbind(request, oid => read(context.tree, oid))
    case 'getNext':
      return eachVarbind(request, oid => next(context, oid))
    case 'getBulk':
      return bulk(request, context)
    case 'set':
      return answerSet(request, context)
    case 'response':
      return []
  }
}

function read(tree: MibTree, oid: string): Varbind {
  const cell = tree.at(oid)
  if (cell) return { oid, value: cell.read() }
  return { oid, value: { type: tree.knowsObjectOf(oid) ? 'noSuchInstance' : 'noSuchObject' } }
}

function next({ tree, knobs }: AnswerContext, oid: string): Varbind {
  if (knobs.repeatOid && tree.at(oid)) return read(tree, oid)
  const after = tree.after(oid)
  return after ? { oid: after.oid, value: after.cell.read() } : { oid, value: { type: 'endOfMibView' } }
}

/** v1 has no exceptions: the first missing varbind fails the whole request. */
function eachVarbind(request: SnmpMessage, answerOne: (oid: string) => Varbind): readonly Varbind[] | Failure {
  const varbinds = request.varbinds.map(varbind => answerOne(varbind.oid))
  const missing = varbinds.findIndex(({ value }) => !('value' in value) && value.type !== 'null')
  return request.version === '1' && missing >= 0 ? { error: 'noSuchName', index: missing + 1 } : varbinds
}

function bulk(request: SnmpMessage, context: AnswerContext): readonly Varbind[] {
  const nonRepeaters = Math.min(Math.max(0, request.errorStatus), request.varbinds.length)
  const repetitions = Math.max(0, request.errorIndex)
  const answered: Varbind[] = []
  const limit = context.knobs.brokenBulk === 'single' ? 1 : context.knobs.maxVarbinds
  // The list's own header may grow from two bytes to four, and so may those of the message and the PDU around it.
  let room = context.maxMessageBytes - encodeMessage(respond(request, [])).length - 6
  const add = (varbind: Varbind): boolean => {
    room -= encodeVarbind(varbind).length
    if (room < 0 || answered.length >= limit) return false
    answered.push(varbind)
    return true
  }
  for (const { oid } of request.varbinds.slice(0, nonRepeaters)) if (!add(next(context, oid))) return answered
  let row = request.varbinds.slice(nonRepeaters).map(varbind => varbind.oid)
  for (let done = 0; done < repetitions && row.length > 0; done++) {
    const found = row.map(oid => next(context, oid))
    for (const varbind of found) if (!add(varbind)) return answered
    if (found.every(varbind => varbind.value.type === 'endOfMibView')) break
    row = found.map(varbind => varbind.oid)
  }
  return answered
}

const respond = (request: SnmpMessage, varbinds: readonly Varbind[]): SnmpMessage => ({
  ...request,
  kind: 'response',
  errorStatus: 0,
  errorIndex: 0,
  varbinds,
})

function failed(request: SnmpMessage, { error, index }: Failure): SnmpMessage {
  const named = errorFor(request.version, error)
  // A v2c tooBig comes back empty, every other error with the varbinds as they were asked (RFC 3416 section 4.2.1).
  const varbinds = named === 'tooBig' && request.version === '2c' ? [] : request.varbinds
  return { ...respond(request, varbinds), errorStatus: errorStatus[named], errorIndex: index }
}
