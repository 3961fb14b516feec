// What a key holds, for people and lists: everything but its secret.
import type { Clock } from '#core/ports.ts'
import { ok, type Result } from '#core/fault.ts'
import type { KeyFor } from '#core/wire.ts'
import { findKey } from './find.ts'
import type { Bootable } from './image-read.ts'

export interface InspectedKey {
  readonly kid: string
  readonly version: 1
  readonly for: KeyFor
  readonly madeAt: string
  readonly checkIn: { readonly urls: readonly string[]; readonly pin: string }
  readonly sizeBytes: number
  readonly bootable: Bootable
}

/** Reads the key at a path: a folder, a key.json, a drive or an image. */
export const inspectKey = async (clock: Clock, path: string): Promise<Result<InspectedKey>> => {
  const found = await findKey(clock, path)
  if (!found.ok) return found
  const { key, sizeBytes, bootable } = found.value
  const { kid, v: version, for: what, madeAt, checkIn } = key
  return ok({ kid, version, for: what, madeAt, checkIn, sizeBytes, bootable })
}
