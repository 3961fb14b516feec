// SET in two phases: every varbind is checked before the first is applied (RFC 3416 section 4.2.5).
import type { AnswerContext, Failure } from './answer.ts'
import { errorFor, type ErrorName } from './error-status.ts'
import { encodeMessage, type SnmpMessage } from './snmp-message.ts'
import { plain, type SnmpValue, type Varbind } from './snmp-value.ts'

export interface SetRecord {
  readonly oid: string
  readonly value: string | number | bigint | null
  readonly outcome: ErrorName
}

export function answerSet(request: SnmpMessage, context: AnswerContext): readonly Varbind[] | Failure {
  const failure = firstFailure(request, context)
  for (const { oid, value } of request.varbinds) {
    const outcome = failure ? errorFor(request.version, failure.error) : 'noError'
    context.recordSet({ oid, value: plain(value), outcome })
  }
  if (failure) return failure
  for (const { oid, value } of request.varbinds) context.tree.at(oid)?.write?.(value)
  return request.varbinds
}

function firstFailure(request: SnmpMessage, context: AnswerContext): Failure | undefined {
  if (encodeMessage(request).length > context.maxMessageBytes) return { error: 'tooBig', index: 0 }
  for (const [at, { oid, value }] of request.varbinds.entries()) {
    const error = refusal(oid, value, context)
    if (error) return { error, index: at + 1 }
  }
  return undefined
}

function refusal(oid: string, value: SnmpValue, { tree, knobs, mayWrite }: AnswerContext): ErrorName | null {
  if (!mayWrite || knobs.readOnly) return 'noAccess'
  if (knobs.refuse) return knobs.refuse
  const cell = tree.at(oid)
  if (!cell) return tree.knowsObjectOf(oid) ? 'noCreation' : 'notWritable'
  if (!cell.write) return 'notWritable'
  if (value.type !== cell.type) return 'wrongType'
  return cell.check?.(value) ?? null
}
