// Keys as rows of JSON; their secrets are nowhere near.
import { forText, isOut, keyState, parseFor, type EnlistmentKey } from '#core/key.ts'
import type { State } from '#core/state.ts'
import type { KeyFor } from '#core/wire.ts'
import { fault } from '#core/fault.ts'
import { need, usage } from './frame.ts'
import { isoOrNull, table } from './words.ts'

export const keyRow = (key: EnlistmentKey, now: number) => ({
  kid: key.kid,
  /** As it stands on the stick's label. */
  label: `${key.kid} ${forText(key.for)}`,
  for: forText(key.for),
  state: keyState(key, now),
  out: isOut(key),
  madeAt: isoOrNull(key.madeAt),
  issuedAt: isoOrNull(key.issuedAt),
  expiresAt: isoOrNull(key.expiresAt),
  stampedAt: isoOrNull(key.stampedAt),
})

export const keyLines = (keys: readonly ReturnType<typeof keyRow>[]): string =>
  keys.length === 0
    ? 'No keys yet. Make some with "key make".'
    : table(
        keys.map(({ kid, for: what, state, out, expiresAt }) => [
          kid,
          what,
          state,
          out ? 'out' : '',
          expiresAt === null ? '' : `expires ${expiresAt}`,
        ]),
      )

export const keyRows = (state: State, kids: readonly string[], now: number) =>
  kids.flatMap(kid => {
    const key = state.keys[kid]
    return key ? [keyRow(key, now)] : []
  })

export const keyNamed = (state: State, kid: string): EnlistmentKey =>
  state.keys[kid] ??
  need(fault('gone', `key ${kid}`, 'There is no such key in stock.', 'List the stock with "key list".'))

/** `lane:NAME`, `outlet:PDU/N`, `pdu:NAME`, `pool`. */
export const forOption = (text: string): KeyFor => {
  const parsed = parseFor(text)
  if (!parsed) throw usage(`--for is lane:NAME, outlet:PDU/N, pdu:NAME or pool, not "${text}"`)
  return parsed
}
