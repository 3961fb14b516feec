// The chain through the journal: every row's mac covers the row and the mac before it.
import { createHmac } from 'node:crypto'

/** How far a journal reaches; printed on reports, so that a later rewrite can be told. */
export interface Head {
  readonly count: number
  /** Hex of the last row's mac; 64 zeros for an empty journal. */
  readonly mac: string
}

/** A row as it is stored. */
export interface Row {
  readonly seq: number
  readonly id: string
  readonly site: string
  readonly cart: string
  readonly at: number
  readonly kind: string
  readonly body: string
  readonly mac: Buffer
}

export const rowColumns = 'seq, id, site, cart, at, kind, body, mac'

/** What stands before the first row. */
export const genesis: Buffer = Buffer.alloc(32)

/** HMAC-SHA256(key, previous mac ‖ JSON array of the row's columns in their order). */
export function macOf(key: Uint8Array, previous: Uint8Array, row: Omit<Row, 'mac'>): Buffer {
  const text = JSON.stringify([row.seq, row.id, row.site, row.cart, row.at, row.kind, row.body])
  return createHmac('sha256', key).update(previous).update(text).digest()
}

export const headOf = (row: Pick<Row, 'seq' | 'mac'> | undefined): Head =>
  row ? { count: row.seq, mac: row.mac.toString('hex') } : { count: 0, mac: genesis.toString('hex') }
