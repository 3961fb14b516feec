// The two locks of the vault: AES-256-GCM for bytes, scrypt from a passphrase to a key.
import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto'

/** AES-256-GCM: nonce ‖ tag ‖ ciphertext. */
export function sealBytes(key: Uint8Array, plain: Uint8Array, about = ''): Buffer {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(about))
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed])
}

/** Undefined when the key is another one or a byte was changed. */
export function openBytes(key: Uint8Array, sealed: Uint8Array, about = ''): Buffer | undefined {
  if (sealed.length < 28) return undefined
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12), { authTagLength: 16 })
    decipher.setAAD(Buffer.from(about)).setAuthTag(sealed.subarray(12, 28))
    return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()])
  } catch {
    return undefined
  }
}

// 128 MiB and about half a second on a laptop.
export const scryptCost = { N: 1 << 17, r: 8, p: 1 }

export function stretch(passphrase: string, salt: Uint8Array, { N, r, p }: typeof scryptCost): Promise<Buffer> {
  const maxmem = 256 * N * r + 1024 * 1024
  return new Promise((resolve, reject) =>
    scrypt(passphrase.normalize('NFKC'), salt, 32, { N, r, p, maxmem }, (error, key) =>
      error ? reject(error) : resolve(key),
    ),
  )
}
