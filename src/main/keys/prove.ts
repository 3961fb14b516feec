// The reference prover: what a machine with a key says, for tests and firmware authors.
import { createHmac, type KeyObject } from 'node:crypto'
import { fault, ok, type Result } from '#core/fault.ts'
import { canonicalText, ProofDocument } from '#core/wire.ts'

export interface ProverFacts {
  readonly uuid: string
  readonly macs: readonly string[]
  readonly serial: string
  readonly bootId: string
  readonly uptimeMs: number
  readonly nonce: string
  /** Unauthenticated extras. */
  readonly facts?: Record<string, unknown>
}

/** Signs the canonical text of these facts with the key's secret. */
export const prove = (kid: string, secret: Uint8Array | KeyObject, said: ProverFacts): Result<ProofDocument> => {
  const unsigned = ProofDocument.omit({ hmac: true }).safeParse({ v: 1, kid, n: 1, ...said })
  if (!unsigned.success)
    return fault(
      'malformed',
      `proof of ${kid}`,
      `The field "${unsigned.error.issues[0]?.path.join('.') ?? ''}" cannot stand in a proof.`,
    )
  return ok({ ...unsigned.data, hmac: digestOf(secret, unsigned.data) })
}

/** The proof's digest, 64 hex digits. */
export const digestOf = (secret: Uint8Array | KeyObject, proof: Parameters<typeof canonicalText>[0]): string =>
  createHmac('sha256', secret).update(canonicalText(proof), 'utf8').digest('hex')
