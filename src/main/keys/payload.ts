// The boot payload: loaders that others have written and signed, laid beside the program by `npm run payload`.
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Clock } from '#core/ports.ts'
import { fault, ok, type Fault, type Result } from '#core/fault.ts'
import type { BootFiles } from './image.ts'
import type { ImageSize } from './image-layout.ts'

/** A file of the payload's folder by its name there, with what it must be. */
const Piece = z.object({ from: z.string().regex(/^\w[\w.-]*$/), sha256: z.string().regex(/^[0-9a-f]{64}$/) })
const Carrier = z.object({
  /** Its loader runs the key's iPXE script. */
  hints: z.boolean(),
  bios: z.object({ mbr: Piece, gap: Piece }).nullable(),
  /** `path`: where it lies on the key. */
  files: z.array(Piece.extend({ path: z.string().regex(/^\w[\w.-]*(\/\w[\w.-]*)*$/) })),
})
export const PayloadManifest = z.object({
  v: z.literal(1),
  /** By the size of the image; null where nothing starts from it. */
  carriers: z.object({ 16: Carrier.nullable(), 64: Carrier.nullable() }),
})

/** Reads and checks the loaders for this size; null where there are none, which is no fault. */
export const readPayload = async (clock: Clock, folder: string, size: ImageSize): Promise<Result<BootFiles | null>> => {
  const manifest = await clock.io(readFile(join(folder, 'manifest.json'), 'utf8').catch(() => null))
  if (manifest === null) return ok(null)
  const parsed = PayloadManifest.safeParse(jsonOrNull(manifest))
  if (!parsed.success) return damaged(folder, 'its list cannot be read')
  const carrier = parsed.data.carriers[size]
  if (carrier === null) return ok(null)
  const take = async (piece: z.infer<typeof Piece>): Promise<Buffer> => {
    const bytes = await readFile(join(folder, piece.from))
    if (createHash('sha256').update(bytes).digest('hex') !== piece.sha256) throw new Error(piece.from)
    return bytes
  }
  try {
    const bios = carrier.bios && { mbr: await take(carrier.bios.mbr), gap: await take(carrier.bios.gap) }
    const files = await Promise.all(carrier.files.map(async one => ({ path: one.path, content: await take(one) })))
    return ok({ hints: carrier.hints, bios, files })
  } catch (error) {
    return damaged(folder, error instanceof Error ? error.message : String(error))
  }
}

const jsonOrNull = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const damaged = (folder: string, what: string): { ok: false; fault: Fault } =>
  fault(
    'malformed',
    folder,
    `The boot payload is not what it was when it was put together (${what}).`,
    'Put it together again, or remove its folder: keys are then written without it.',
  )
