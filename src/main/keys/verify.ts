// Judges a proof document by itself: digest, nonce, identity. Windows and lanes are the engine's to judge.
import { timingSafeEqual } from 'node:crypto'
import { ProofDocument, type RejectReason } from '#core/wire.ts'
import { isJunkIdentity } from './junk.ts'
import type { NonceState } from './nonce.ts'
import { digestOf } from './prove.ts'

export interface ProofAuthority {
  /** The key's secret, 32 bytes; undefined for a key that is not of this site. */
  secretOf(kid: string): Uint8Array | undefined
  nonceState(proof: ProofDocument): NonceState
}

export interface ProofCheck {
  /** Null when the document is malformed. */
  readonly proof: ProofDocument | null
  /** The holder of the secret wrote exactly this. */
  readonly digestRight: boolean
  /** The nonce is ours, young and unspent. */
  readonly fresh: boolean
  /** Empty when nothing speaks against it; else the weightiest first. */
  readonly reasons: readonly RejectReason[]
}

/** Checks a parsed document and consumes nothing. */
export const verifyProof = (document: unknown, authority: ProofAuthority): ProofCheck => {
  const parsed = ProofDocument.safeParse(document)
  if (!parsed.success) return { proof: null, digestRight: false, fresh: false, reasons: ['malformed'] }
  const proof = parsed.data
  const secret = authority.secretOf(proof.kid)
  const digestRight = secret !== undefined && sameDigest(digestOf(secret, proof), proof.hmac)
  const nonce = authority.nonceState(proof)
  const reasons: RejectReason[] = []
  if (secret === undefined) reasons.push('unknownKid')
  else if (!digestRight) reasons.push('badMac')
  if (nonce === 'stale') reasons.push('nonceStale')
  if (nonce === 'spent') reasons.push('nonceSpent')
  if (isJunkIdentity(proof)) reasons.push('junkIdentity')
  return { proof, digestRight, fresh: nonce === 'fresh', reasons }
}

/** The challenge of a proof that came by way of MAAS, where no nonce of ours could reach the machine. */
export const relayNonceState = (proof: ProofDocument): NonceState =>
  proof.nonce === `boot:${proof.bootId}` ? 'fresh' : 'stale'

const sameDigest = (ours: string, theirs: string): boolean =>
  ours.length === theirs.length && timingSafeEqual(Buffer.from(ours, 'latin1'), Buffer.from(theirs, 'latin1'))
