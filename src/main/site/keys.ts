// Keys of this site: made with a secret that goes to the vault alone, stamped with the site's pin and addresses.
import { networkInterfaces } from 'node:os'
import type { By } from '#core/person.ts'
import { fault, ok, type Fault, type Result } from '#core/fault.ts'
import type { KeyFile, KeyFor } from '#core/wire.ts'
import type { Outcome } from '#core/ports.ts'
import { makeKey } from '../keys/make.ts'
import { writeImageFile } from '../keys/image-file.ts'
import type { ImageSize } from '../keys/image-layout.ts'
import { readImage } from '../keys/image-read.ts'
import { buildImage } from '../keys/image.ts'
import { readPayload } from '../keys/payload.ts'
import { stampKey } from '../keys/stamp.ts'
import { secretNames } from './files.ts'
import { siteKeyOf } from './check-in.ts'
import { payloadDir } from './payload-dir.ts'
import type { Site } from './site.ts'

/** A refusal where a fault is expected: the words stay, the kind says who spoke. */
export const faultOf = (outcome: Extract<Outcome, { ok: false }>): { ok: false; fault: Fault } =>
  'fault' in outcome
    ? { ok: false, fault: outcome.fault }
    : fault('denied', outcome.refusal.refused, outcome.refusal.reasons.join(' '))

/** Where machines can reach the check-in server: the chosen interface, else every address of this laptop. */
export const checkInUrls = (host: string, port: number): string[] => {
  if (host !== '0.0.0.0') return [`https://${host}:${port}`]
  const addresses = Object.values(networkInterfaces()).flatMap(list => list ?? [])
  const outer = addresses.filter(one => !one.internal && one.family === 'IPv4').map(one => one.address)
  return (outer.length > 0 ? outer : ['127.0.0.1']).slice(0, 4).map(address => `https://${address}:${port}`)
}

const checkInOf = async (site: Site, urls: readonly string[] | null): Promise<Result<KeyFile['checkIn']>> => {
  const siteKey = await siteKeyOf(site.vault, site.clock)
  if (!siteKey.ok) return siteKey
  const settings = site.settings.get()
  if (!settings.ok) return settings
  const { checkInHost, checkInPort } = settings.value
  return ok({ urls: urls ? [...urls] : checkInUrls(checkInHost, checkInPort), pin: siteKey.value.pin })
}

/** New keys in stock; their secrets are in the vault before anybody hears of them. */
export const makeKeys = async (site: Site, count: number, what: KeyFor, by: By): Promise<Result<string[]>> => {
  const checkIn = await checkInOf(site, null)
  if (!checkIn.ok) return checkIn
  const taken = new Set(Object.keys(site.engine.state().keys))
  const kids: string[] = []
  for (let i = 0; i < count; i++) {
    const made = makeKey(site.clock, taken, { for: what, ...checkIn.value })
    if (!made.ok) return made
    const { kid, secret } = made.value
    const kept = await site.vault.set(secretNames.key(kid), secret)
    if (!kept.ok) return kept
    taken.add(kid)
    kids.push(kid)
  }
  const answer = await site.engine.submit({ kind: 'makeKeys', keys: kids.map(kid => ({ kid, for: what })), by })
  return answer.ok ? ok(kids) : faultOf(answer)
}

/** The file of a key as it lies on a stick; secret. */
export const keyFileOf = async (site: Site, kid: string, urls: readonly string[] | null): Promise<Result<KeyFile>> => {
  const key = site.engine.state().keys[kid]
  const secret = site.vault.get(secretNames.key(kid))
  if (!key || secret === undefined)
    return fault('gone', `key ${kid}`, 'There is no such key in stock.', 'List the stock with "key list".')
  const checkIn = await checkInOf(site, urls)
  if (!checkIn.ok) return checkIn
  return ok({ v: 1, kid, secret, for: key.for, checkIn: checkIn.value, madeAt: new Date(key.madeAt).toISOString() })
}

export const stamp = async (site: Site, kid: string, folder: string, urls: readonly string[] | null) => {
  const key = await keyFileOf(site, kid, urls)
  if (!key.ok) return key
  const stamped = await stampKey(site.clock, { key: key.value, root: folder })
  if (!stamped.ok) return stamped
  await site.engine.submit({ kind: 'keyStamped', kid, target: folder, hints: false })
  return stamped
}

/** The image of a whole drive, with what starts from it; it boots where the payload for its size is at hand. */
export const imageOf = async (site: Site, kid: string, sizeMiB: ImageSize, urls: readonly string[] | null) => {
  const key = await keyFileOf(site, kid, urls)
  if (!key.ok) return key
  const settings = site.settings.get()
  if (!settings.ok) return settings
  const boot = await readPayload(site.clock, payloadDir(), sizeMiB)
  if (!boot.ok) return boot
  const image = await site.clock.io(
    buildImage({ key: key.value, sizeMiB, boot: boot.value, hintPort: settings.value.hintPort }),
  )
  if (!image.ok) return image
  const bytes = image.value
  const found = await readImage((offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)), kid)
  if (!found.ok) return found
  return ok({ bytes, hints: boot.value?.hints ?? false, bootable: found.value.bootable })
}

/** Writes the image of a key to a file. */
export const writeImage = async (
  site: Site,
  kid: string,
  target: string,
  sizeMiB: ImageSize,
  urls: readonly string[] | null,
) => {
  const image = await imageOf(site, kid, sizeMiB, urls)
  if (!image.ok) return image
  const { bytes, hints, bootable } = image.value
  const written = await writeImageFile(site.clock, bytes, target)
  if (!written.ok) return written
  await site.engine.submit({ kind: 'keyStamped', kid, target, hints })
  return ok({ kid, ...written.value, bootable })
}
