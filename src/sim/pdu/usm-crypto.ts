// Keys, signatures and seals of SNMPv3 (RFC 3414, RFC 3826, RFC 7860; AES-256 after the drafts of Blumenthal and Reeder).
import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto'

export type AuthProtocol = 'md5' | 'sha' | 'sha224' | 'sha256' | 'sha384' | 'sha512'
export type PrivProtocol = 'des' | 'aes' | 'aes256b' | 'aes256r'

/** The hash, and how many bytes of its HMAC are sent. */
const auths: Readonly<Record<AuthProtocol, { readonly hash: string; readonly sent: number }>> = {
  md5: { hash: 'md5', sent: 12 },
  sha: { hash: 'sha1', sent: 12 },
  sha224: { hash: 'sha224', sent: 16 },
  sha256: { hash: 'sha256', sent: 24 },
  sha384: { hash: 'sha384', sent: 32 },
  sha512: { hash: 'sha512', sent: 48 },
}

export interface Clocked {
  readonly boots: number
  readonly time: number
}

export const digestLength = (protocol: AuthProtocol): number => auths[protocol].sent

/** A passphrase stretched over a megabyte, then tied to one engine (RFC 3414 appendix A.2). */
export function localKey(protocol: AuthProtocol, passphrase: Buffer, engineId: Buffer): Buffer {
  const { hash } = auths[protocol]
  const stretched = createHash(hash)
    .update(Buffer.alloc(2 ** 20, passphrase))
    .digest()
  return createHash(hash).update(stretched).update(engineId).update(stretched).digest()
}

export const digestOf = (protocol: AuthProtocol, key: Buffer, message: Buffer): Buffer =>
  createHmac(auths[protocol].hash, key).update(message).digest().subarray(0, auths[protocol].sent)

/** As many key bytes as the cipher needs, with the hash of the authentication protocol. */
export function privKey(auth: AuthProtocol, priv: PrivProtocol, passphrase: Buffer, engineId: Buffer): Buffer {
  const first = localKey(auth, passphrase, engineId)
  if (priv === 'des' || priv === 'aes') return first.subarray(0, 16)
  let key = first
  let last = first
  while (key.length < 32) {
    last = priv === 'aes256b' ? createHash(auths[auth].hash).update(key).digest() : localKey(auth, last, engineId)
    key = Buffer.concat([key, last])
  }
  return key.subarray(0, 32)
}

export function seal(priv: PrivProtocol, key: Buffer, clock: Clocked, plain: Buffer): { salt: Buffer; sealed: Buffer } {
  const salt = randomBytes(8)
  if (priv === 'des') {
    const cipher = createCipheriv('des-cbc', key.subarray(0, 8), desIv(key, salt)).setAutoPadding(false)
    const padded = Buffer.concat([plain, Buffer.alloc((8 - (plain.length % 8)) % 8)])
    return { salt, sealed: Buffer.concat([cipher.update(padded), cipher.final()]) }
  }
  const cipher = createCipheriv(aes(priv), key, aesIv(clock, salt))
  return { salt, sealed: Buffer.concat([cipher.update(plain), cipher.final()]) }
}

/** Undefined where the seal has the wrong shape; with a wrong key it is noise. */
export function unseal(
  priv: PrivProtocol,
  key: Buffer,
  clock: Clocked,
  { salt, sealed }: { readonly salt: Buffer; readonly sealed: Buffer },
): Buffer | undefined {
  if (salt.length !== 8 || (priv === 'des' && sealed.length % 8 !== 0)) return undefined
  const decipher =
    priv === 'des'
      ? createDecipheriv('des-cbc', key.subarray(0, 8), desIv(key, salt)).setAutoPadding(false)
      : createDecipheriv(aes(priv), key, aesIv(clock, salt))
  return Buffer.concat([decipher.update(sealed), decipher.final()])
}

const aes = (priv: Exclude<PrivProtocol, 'des'>): string => (priv === 'aes' ? 'aes-128-cfb' : 'aes-256-cfb')

const desIv = (key: Buffer, salt: Buffer): Buffer => Buffer.from(salt.map((byte, at) => byte ^ (key[8 + at] ?? 0)))

function aesIv({ boots, time }: Clocked, salt: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt32BE(boots, 0)
  head.writeUInt32BE(time, 4)
  return Buffer.concat([head, salt])
}
