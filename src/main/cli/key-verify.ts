import { fault, ok, type Result } from '#core/fault.ts'
import { keyState } from '#core/key.ts'
import type { State } from '#core/state.ts'
import { rows } from '#core/table.ts'
import type { ProofDocument } from '#core/wire.ts'
import { makeNonces, type NonceState } from '../keys/nonce.ts'
import { relayNonceState, verifyProof } from '../keys/verify.ts'
import { secretNames } from '../site/files.ts'
import type { Vault } from '../store/vault.ts'
import { clock, stateOf } from './folder.ts'
import { done, need, verb } from './frame.ts'
import { judgeResults, relayedResultsIn, verdictLine } from './relay-results.ts'
import { textFrom } from './text-from.ts'
import { existingVault } from './vault.ts'

const documentIn = async (path: string): Promise<Result<unknown>> => {
  try {
    return ok(JSON.parse(await textFrom(path)))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'not JSON'
    return fault('malformed', path, `It is not a proof document (${code}).`, 'Name the file that holds one.')
  }
}

/** A nonce is ours when the last run gave it out, or when the proof came by way of MAAS. */
const nonceStateIn = (state: State, vault: Vault | null): ((proof: ProofDocument) => NonceState) => {
  const run = state.run?.id
  const key = run === undefined ? undefined : vault?.get(secretNames.nonce(run))
  if (run === undefined || key === undefined) return relayNonceState
  const spent = rows(state.sessions).map(session => session.nonce)
  const nonces = makeNonces(clock, { run, key: Buffer.from(key, 'base64'), spent })
  return proof =>
    relayNonceState(proof) === 'fresh' ? 'fresh' : nonces.state(proof.nonce, proof.kid, proof.uuid, proof.bootId)
}

export const made = verb({
  takes: ['FILE'],
  says: 'Checks a proof document against the stock. Consumes nothing; valid means the digest is right and the key alive, fresh that the nonce is ours and unspent.',
  options: {
    relay: {
      type: 'boolean',
      says: 'FILE is a list of script results out of MAAS: {systemId, uuid, macs, scriptHash, firstSeenAt, stdout}',
    },
  },
  example: 'key verify proof.json --json',
  run: async call => {
    const document = need(await documentIn(call.words[0] ?? ''))
    const state = await stateOf(call)
    const vault = await existingVault(call)
    const secretOf = (kid: string): Uint8Array | undefined => {
      const secret = vault?.get(secretNames.key(kid))
      return state.keys[kid] && secret !== undefined ? Buffer.from(secret, 'base64url') : undefined
    }
    if (call.options.relay) {
      const results = need(relayedResultsIn(document, call.words[0] ?? ''))
      const verdicts = await judgeResults(results, state, secretOf)
      const all = verdicts.every(({ verdict }) => verdict === 'accepted')
      return done({ results: verdicts }, verdicts.map(verdictLine).join('\n'), all ? 0 : 1)
    }
    const { proof, digestRight, fresh, reasons } = verifyProof(document, {
      secretOf,
      nonceState: nonceStateIn(state, vault),
    })
    const key = proof ? state.keys[proof.kid] : undefined
    const life = key ? keyState(key, clock.now()) : null
    const dead = life === 'revoked' || life === 'expired' || life === 'spent' ? [life] : []
    const valid = digestRight && (life === 'issued' || life === 'seen')
    const row = { valid, fresh, kid: proof?.kid ?? null, keyState: life, reasons: [...dead, ...reasons] }
    const why = row.reasons.length === 0 ? '' : ` (${row.reasons.join(', ')})`
    const text = `The proof is ${valid ? 'valid' : 'not valid'} and ${fresh ? 'fresh' : 'not fresh'}${why}.`
    return done(row, text, valid ? 0 : 1)
  },
})
