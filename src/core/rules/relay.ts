// Proofs that came by way of MAAS, in the output of the enlisting script: who, and never where.
import { z } from 'zod'
import { keyState, type EnlistmentKey } from '../key.ts'
import { isJunkUuid } from '../machine.ts'
import { openRun, type State } from '../state.ts'
import { Mac, Uuid, type ProofDocument, type RejectReason } from '../wire.ts'

/** What MAAS keeps of one run of the script, and what it knows itself of the machine that ran it. */
export const RelayedResult = z
  .object({
    systemId: z.string().min(1).max(64),
    /** MAAS's own `hardware_uuid`; null where MAAS holds it for malformed or not unique. */
    uuid: Uuid.nullable(),
    /** Of MAAS's own `interface_set`. */
    macs: z.array(Mac),
    /** SHA-256 of the text that MAAS ran, by `script_revision_id`; lower-case hex. */
    scriptHash: z.string().regex(/^[0-9a-f]{64}$/),
    /** When this result was seen here for the first time, epoch milliseconds. */
    firstSeenAt: z.number().int().min(0),
    /** One JSON line: the proof document. */
    stdout: z.string().max(65_536),
  })
  .strict()
export type RelayedResult = z.infer<typeof RelayedResult>

export type RelayReason =
  | RejectReason
  /** The text that ran is none of ours: anybody may have written its output. */
  | 'unknownScript'
  /** MAAS's own UUID and MACs do not cover what the proof says. */
  | 'maasDisagrees'
  /** Two different results speak for one machine, or for one key. */
  | 'contested'

/** A result whose digest was already computed, where the secrets are. */
export interface RelayedProof extends RelayedResult {
  /** Null when the output is no proof document. */
  readonly proof: ProofDocument | null
  readonly digestRight: boolean
  /** UUID, serial and MACs together could be anybody's. */
  readonly junk: boolean
}

/** From when until when a key was awaited; open while `until` is null. Epoch milliseconds. */
export interface RelayWindow {
  readonly from: number
  readonly until: number | null
}

export interface RelayGround {
  readonly keys: Readonly<Record<string, EnlistmentKey>>
  /** By kid; a key without a window was not awaited. */
  readonly windows: Readonly<Record<string, RelayWindow>>
  readonly knownScripts: ReadonlySet<string>
  /** `relayName` of every proof that was accepted before. */
  readonly taken: ReadonlySet<string>
}

export interface RelayVerdict {
  readonly systemId: string
  readonly kid: string | null
  readonly uuid: string | null
  readonly verdict: 'accepted' | 'rejected'
  /** Null when accepted. */
  readonly reason: RelayReason | null
}

/** What is accepted once: this key, in this machine, in this boot. */
export const relayName = (proof: Pick<ProofDocument, 'kid' | 'uuid' | 'bootId'>): string =>
  `${proof.kid}|${proof.uuid}|${proof.bootId}`

/** Judges all results that are known of a window together, because two of them may contradict each other. */
export const judgeRelayed = (results: readonly RelayedProof[], ground: RelayGround): RelayVerdict[] => {
  const alone = results.map(result => ({ ...result, reason: reasonAgainst(result, ground) }))
  const fit = alone.flatMap(({ proof, reason }) => (proof && reason === null ? [proof] : []))
  const given = new Set<string>()
  return alone.map(({ systemId, proof, reason }) => {
    const said = { systemId, kid: proof?.kid ?? null, uuid: proof?.uuid ?? null }
    if (proof === null || reason !== null) return { ...said, verdict: 'rejected', reason }
    if (fit.some(other => contradicts(proof, other))) return { ...said, verdict: 'rejected', reason: 'contested' }
    const name = relayName(proof)
    if (given.has(name)) return { ...said, verdict: 'rejected', reason: 'nonceSpent' }
    given.add(name)
    return { ...said, verdict: 'accepted', reason: null }
  })
}

/** One machine with two results, or one key with two machines; the same document read twice is no contradiction. */
const contradicts = (one: ProofDocument, other: ProofDocument): boolean =>
  one.hmac !== other.hmac && (one.uuid === other.uuid || one.kid === other.kid)

const reasonAgainst = (result: RelayedProof, ground: RelayGround): RelayReason | null => {
  const { proof } = result
  if (proof === null) return 'malformed'
  const key = Object.hasOwn(ground.keys, proof.kid) ? ground.keys[proof.kid] : undefined
  if (!key) return 'unknownKid'
  if (!result.digestRight) return 'badMac'
  if (proof.nonce !== `boot:${proof.bootId}`) return 'nonceStale'
  const life = keyState(key, result.firstSeenAt)
  if (life === 'revoked' || life === 'spent' || life === 'expired') return life
  if (result.junk || isJunkUuid(proof.uuid)) return 'junkIdentity'
  if (!ground.knownScripts.has(result.scriptHash)) return 'unknownScript'
  if (!covers(result, proof)) return 'maasDisagrees'
  if (ground.taken.has(relayName(proof))) return 'nonceSpent'
  const window = Object.hasOwn(ground.windows, proof.kid) ? ground.windows[proof.kid] : undefined
  const inside =
    window && result.firstSeenAt >= window.from && (window.until === null || result.firstSeenAt <= window.until)
  return life !== 'stock' && inside ? null : 'noWindow'
}

const covers = (known: RelayedResult, proof: ProofDocument): boolean =>
  known.uuid === proof.uuid && proof.macs.every(mac => known.macs.includes(mac))

/** A window for each key whose lane waits for a machine at an outlet that is on, or holds one there. */
export const relayWindows = (state: State): Record<string, RelayWindow> =>
  Object.fromEntries(
    Object.values(openRun(state)?.lanes ?? {}).flatMap(({ kid, step }) =>
      step.at === 'awaiting' || step.at === 'holding' ? [[kid, { from: step.onAt, until: null }]] : [],
    ),
  )
