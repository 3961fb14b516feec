// The site key sealed by a passphrase, so that it outlives a laptop.
import { createCipheriv, createDecipheriv, randomBytes, scrypt, type ScryptOptions } from 'node:crypto'
import { z } from 'zod'
import type { Clock } from '#core/ports.ts'
import { fault, ok, type Result } from '#core/fault.ts'

const SealedSiteKey = z
  .object({
    racklight: z.literal('site-key'),
    v: z.literal(1),
    // The bounds keep a forged file from asking for all memory.
    scrypt: z.object({
      n: z.number().int().min(16384).max(1048576),
      r: z.literal(8),
      p: z.literal(1),
      salt: z.base64(),
    }),
    iv: z.base64(),
    tag: z.base64().length(24),
    sealed: z.base64().max(8192),
  })
  .strict()

const passphraseMinimum = 12
const cost = { n: 131072, r: 8, p: 1 } as const

/** The text of an export file. */
export const sealSiteKey = async (clock: Clock, privateKeyPem: string, passphrase: string): Promise<Result<string>> => {
  if ([...passphrase].length < passphraseMinimum)
    return fault(
      'denied',
      'site key',
      `The passphrase is shorter than ${passphraseMinimum} characters.`,
      'Choose a longer one.',
    )
  const salt = randomBytes(16)
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', await clock.io(stretch(passphrase, salt, cost.n)), iv)
  const sealed = Buffer.concat([cipher.update(privateKeyPem, 'utf8'), cipher.final()])
  const file: z.infer<typeof SealedSiteKey> = {
    racklight: 'site-key',
    v: 1,
    scrypt: { ...cost, salt: salt.toString('base64') },
    iv: iv.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
    sealed: sealed.toString('base64'),
  }
  return ok(`${JSON.stringify(file, null, 1)}\n`)
}

/** The private key's PEM text out of an export file. */
export const unsealSiteKey = async (clock: Clock, text: string, passphrase: string): Promise<Result<string>> => {
  const file = SealedSiteKey.safeParse(parsedOrNull(text))
  if (!file.success)
    return fault(
      'malformed',
      'site key',
      'This file is not an exported site key.',
      'Choose the file that was exported.',
    )
  const { scrypt: stretched, iv, tag, sealed } = file.data
  const key = await clock.io(stretch(passphrase, Buffer.from(stretched.salt, 'base64'), stretched.n))
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64'))
    decipher.setAuthTag(Buffer.from(tag, 'base64'))
    return ok(decipher.update(sealed, 'base64', 'utf8') + decipher.final('utf8'))
  } catch {
    return fault(
      'denied',
      'site key',
      'The passphrase does not open this file, or the file was changed.',
      'Type the passphrase again.',
    )
  }
}

const stretch = (passphrase: string, salt: Uint8Array, n: number): Promise<Buffer> => {
  const options: ScryptOptions = { N: n, r: cost.r, p: cost.p, maxmem: 256 * 1024 * 1024 * 8 }
  return new Promise((resolve, reject) =>
    scrypt(passphrase.normalize('NFC'), salt, 32, options, (error, key) => (error ? reject(error) : resolve(key))),
  )
}

const parsedOrNull = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
