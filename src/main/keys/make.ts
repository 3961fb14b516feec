// New enlistment keys: a short public name and a 256-bit secret.
import { randomBytes, randomInt } from 'node:crypto'
import type { Clock } from '#core/ports.ts'
import { fault, ok, type Result } from '#core/fault.ts'
import { KeyFile, type KeyFor } from '#core/wire.ts'
import { keyFileLimitBytes } from './key-file.ts'

/** Of each pair that is mistaken for the other in print or by voice (0/O, 1/I/L, 2/Z, 5/S, 8/B, U/V) at most one stands here. */
const kidLetters = '23456789ACEFHJKMNPRTWXY'
const shortestKid = 3

export interface NewKey {
  readonly for: KeyFor
  /** Where a machine may check in, at most four, best first. */
  readonly urls: readonly string[]
  readonly pin: string
}

/** A name that no key in `taken` bears; names grow by a letter before they become crowded. */
export const newKid = (taken: ReadonlySet<string>): string => {
  let letters = shortestKid
  while (kidLetters.length ** letters < taken.size * 8) letters++
  for (;;) {
    let kid = 'K'
    for (let i = 0; i < letters; i++) kid += kidLetters.charAt(randomInt(kidLetters.length))
    if (!taken.has(kid)) return kid
  }
}

/** Makes a key document; its secret must go to the vault and to the stick, and nowhere else. */
export const makeKey = (clock: Clock, taken: ReadonlySet<string>, wanted: NewKey): Result<KeyFile> => {
  const parsed = KeyFile.safeParse({
    v: 1,
    kid: newKid(taken),
    secret: randomBytes(32).toString('base64url'),
    for: wanted.for,
    checkIn: { urls: [...wanted.urls], pin: wanted.pin },
    madeAt: new Date(clock.now()).toISOString(),
  })
  if (!parsed.success)
    return fault(
      'malformed',
      'new key',
      `These check-in addresses, pin or purpose cannot stand on a key (${parsed.error.issues[0]?.path.join('.') ?? ''}).`,
      'A key takes at most four https addresses, and a name of at most 64 characters for what it is for.',
    )
  return serializeKey(parsed.data).ok ? ok(parsed.data) : tooLarge(parsed.data.kid)
}

/** The exact bytes of `enlist/key.json`. */
export const serializeKey = (key: KeyFile): Result<Buffer> => {
  const bytes = Buffer.from(`${JSON.stringify(key, null, 1)}\n`, 'utf8')
  return bytes.length > keyFileLimitBytes ? tooLarge(key.kid) : ok(bytes)
}

/** The secret's 32 bytes. */
export const secretBytes = (key: KeyFile): Buffer => Buffer.from(key.secret, 'base64url')

const tooLarge = (kid: string) =>
  fault(
    'malformed',
    `key ${kid}`,
    'The key would be larger than 4 KiB.',
    'Give it fewer or shorter check-in addresses.',
  )
