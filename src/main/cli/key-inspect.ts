import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { forText } from '#core/key.ts'
import { withoutSecret } from '../keys/inspect.ts'
import { stateOf } from './folder.ts'
import { done, need, verb } from './frame.ts'
import { findKey } from './key-file.ts'
import { isoOrNull, table } from './words.ts'

/** Firmware starts what lies in EFI/BOOT; whether a BIOS would, no folder can tell. */
const bootableOf = async (folder: string | null): Promise<{ uefi: boolean | null; bios: null; secureBoot: null }> => {
  if (folder === null) return { uefi: null, bios: null, secureBoot: null }
  const names = await readdir(join(folder, 'EFI', 'BOOT')).catch(() => [])
  return { uefi: names.some(name => /^boot\w+\.efi$/i.test(name)), bios: null, secureBoot: null }
}

export const made = verb({
  takes: ['FILE|DIR'],
  says: 'Shows what a key holds, from its volume or its key.json. The secret is never shown.',
  options: {},
  example: 'key inspect /media/ENLISTKEY',
  run: async call => {
    const { key, sizeBytes, folder } = need(await findKey(call.words[0] ?? ''))
    const known = (await stateOf(call)).keys[key.kid]
    const { kid, version, for: what, madeAt, checkIn } = withoutSecret(key, sizeBytes)
    const expiresAt = isoOrNull(known?.expiresAt ?? null)
    const row = {
      kid,
      version,
      for: forText(what),
      madeAt,
      expiresAt,
      checkIn,
      sizeBytes,
      inStock: known !== undefined,
    }
    const lines = [
      ['key', kid],
      ['for', row.for],
      ['checks in at', checkIn.urls.join(', ')],
      ['pin', checkIn.pin],
      ['made', madeAt],
      ['expires', expiresAt ?? (known ? 'not issued' : 'not a key of this site')],
    ]
    return done({ ...row, bootable: await bootableOf(folder) }, table(lines))
  },
})
