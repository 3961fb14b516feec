// Results of the enlisting script as MAAS keeps them, judged against the stock. The rules are in core/rules/relay.ts.
import { z } from 'zod'
import { fault, ok, type Result } from '#core/fault.ts'
import { judgeRelayed, RelayedResult, relayName, relayWindows, type RelayVerdict } from '#core/rules/relay.ts'
import type { State } from '#core/state.ts'
import { rows } from '#core/table.ts'
import { relayNonceState, verifyProof } from '../keys/verify.ts'
import { parseStrictJson } from '../keys/strict-json.ts'
import { knownScripts } from '../site/enlisting-script.ts'

const Results = z.array(RelayedResult).max(4096)

export const relayedResultsIn = (document: unknown, path: string): Result<RelayedResult[]> => {
  const parsed = Results.safeParse(document)
  if (parsed.success) return ok(parsed.data)
  const field = parsed.error.issues[0]?.path.join('.') ?? ''
  return fault('malformed', path, `It is not a list of script results: "${field}" is missing or wrong.`)
}

/** Consumes nothing; a proof that came directly in the same boot counts as given. */
export const judgeResults = async (
  results: readonly RelayedResult[],
  state: State,
  secretOf: (kid: string) => Uint8Array | undefined,
): Promise<RelayVerdict[]> => {
  const read = results.map(result => {
    const line = parseStrictJson(result.stdout)
    const document = 'value' in line ? line.value : null
    const { proof, digestRight, reasons } = verifyProof(document, { secretOf, nonceState: relayNonceState })
    return { ...result, proof, digestRight, junk: reasons.includes('junkIdentity') }
  })
  const taken = rows(state.sessions).map(({ kid, machine, bootId }) => relayName({ kid, uuid: machine, bootId }))
  return judgeRelayed(read, {
    keys: state.keys,
    windows: relayWindows(state),
    knownScripts: new Set(await knownScripts()),
    taken: new Set(taken),
  })
}

export const verdictLine = ({ systemId, kid, uuid, verdict, reason }: RelayVerdict): string => {
  const who = `${systemId}: ${kid ?? 'no key'}${uuid === null ? '' : ` in ${uuid}`}`
  return reason === null ? `${who}, ${verdict}: it says who, and not where.` : `${who}, ${verdict} (${reason}).`
}
