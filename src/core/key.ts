// An enlistment key and its life; the secret is never here.
import { z } from 'zod'
import { KeyFor, type Kid } from './wire.ts'

export const KeyState = z.enum(['stock', 'issued', 'seen', 'spent', 'revoked', 'expired'])
export type KeyState = z.infer<typeof KeyState>

export interface EnlistmentKey {
  readonly kid: Kid
  readonly for: KeyFor
  readonly madeAt: number
  readonly issuedAt: number | null
  readonly expiresAt: number | null
  readonly seenAt: number | null
  readonly spentAt: number | null
  readonly revokedAt: number | null
  readonly stampedAt: number | null
  /** When a person last had it back in hand after it was handed out. */
  readonly backAt: number | null
  /** It was written to a stick from which firmware starts and checks in by plain HTTP. */
  readonly hints: boolean
}

/** Expiry is judged here, by the laptop's clock alone. */
export const keyState = (key: EnlistmentKey, now: number): KeyState => {
  if (key.revokedAt !== null) return 'revoked'
  if (key.spentAt !== null) return 'spent'
  if (key.issuedAt === null) return 'stock'
  if (key.expiresAt !== null && now >= key.expiresAt) return 'expired'
  return key.seenAt === null ? 'issued' : 'seen'
}

/** The option text of the command line, for instance `lane:1`. */
export const forText = (what: KeyFor): string => {
  if ('lane' in what) return `lane:${what.lane}`
  if ('outlet' in what) return `outlet:${what.outlet}`
  return 'pdu' in what ? `pdu:${what.pdu}` : 'pool'
}

export const parseFor = (text: string): KeyFor | null => {
  const [kind, ...rest] = text.split(':')
  const value = rest.join(':')
  const parsed = KeyFor.safeParse(kind === 'pool' ? { pool: value || 'pool' } : { [kind ?? '']: value })
  return parsed.success ? parsed.data : null
}

/** Handed out and not yet back: it may be in a machine, in a pocket, or lost. */
export const isOut = ({ issuedAt, backAt }: EnlistmentKey): boolean =>
  issuedAt !== null && (backAt === null || backAt < issuedAt)

/** Whether the key was made for this outlet: by the name or the serial number of its PDU, and the number printed on it. */
export const isForOutlet = (
  { for: what }: EnlistmentKey,
  pdu: { readonly id: string; readonly name: string },
  outlet: string,
): boolean => 'outlet' in what && (what.outlet === `${pdu.name}/${outlet}` || what.outlet === `${pdu.id}/${outlet}`)

export const laneOfKey = (key: EnlistmentKey): string | null => ('lane' in key.for ? key.for.lane : null)
