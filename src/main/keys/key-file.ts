// Judges the bytes of an `enlist/key.json`, whoever wrote them.
import { fault, ok, type Result } from '#core/fault.ts'
import { KeyFile } from '#core/wire.ts'
import { parseStrictJson } from './strict-json.ts'

export const keyFileLimitBytes = 4096

/** The key in these bytes; `where` names them in the fault. */
export const parseKeyFile = (bytes: Uint8Array, where: string): Result<KeyFile> => {
  if (bytes.length > keyFileLimitBytes) return notAKey(where, 'it is larger than 4 KiB')
  const json = parseStrictJson(bytes)
  if ('problem' in json) return notAKey(where, json.problem)
  const version = versionOf(json.value)
  if (version !== 1)
    return notAKey(
      where,
      version === undefined ? 'it states no version' : 'its version is not known here',
      'A newer Racklight may have written it.',
    )
  const key = KeyFile.safeParse(json.value)
  if (key.success) return ok(key.data)
  const field = key.error.issues[0]?.path.join('.') ?? ''
  if (field.startsWith('checkIn.urls'))
    return notAKey(where, 'its check-in addresses are not at most four https addresses')
  return notAKey(where, field === '' ? 'it has fields that no key has' : `its field "${field}" is missing or wrong`)
}

const versionOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'v' in value ? value.v : undefined

export const notAKey = (where: string, why: string, mend = 'Write the key anew.') =>
  fault('malformed', where, `This is not a valid enlistment key: ${why}.`, mend)
