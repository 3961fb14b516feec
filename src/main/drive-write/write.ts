// Writes the image of a key to a drive and reads it back. What is cancelled, pulled or read back wrong is never a key:
// the first 64 KiB are emptied first, and written when all the rest has been read back and compared.
import { createHash } from 'node:crypto'
import type { Clock } from '#core/ports.ts'
import { alignedBytes } from './aligned.ts'
import { bodyAreas, headBytes, tailArea, type Area } from './areas.ts'
import type { RawDevice } from './device.ts'

/** The image without what nobody uses: the free clusters of its volume stay as the drive has them. */
export interface Content {
  readonly imageBytes: number
  readonly pieces: readonly { readonly at: number; readonly bytes: Uint8Array }[]
  /** Of the whole image, its unused bytes being zero: what the same key written to a file has. */
  readonly sha256: string
  /** Of the pieces in their order, checked before the first of them becomes a key. */
  readonly piecesSha256: string
}

export type Phase = 'writing' | 'verifying' | 'sealing'

export interface WriteNeeds {
  readonly clock: Pick<Clock, 'now'>
  readonly cancel: { readonly aborted: boolean }
  onProgress(phase: Phase, doneBytes: number, totalBytes: number): void
}

export interface Written {
  readonly bytes: number
  readonly writeMs: number
  readonly verifyMs: number
  readonly verified: true
  readonly sha256: string
}

/** Ends the work with a code like those of the system: `ECANCELED`, `EVERIFY` with the place, `EORDER`. */
export class WriteStop extends Error {
  readonly code: string
  constructor(code: string, message = code) {
    super(message)
    this.code = code
  }
}

const mostChunkBytes = 1024 * 1024
const leastChunkBytes = 64 * 1024
/** A chunk that takes longer is halved, so that a cancel is heard soon on a slow stick. */
const chunkMs = 100

const assemble = ({ imageBytes, pieces }: Content): Buffer => {
  const image = alignedBytes(imageBytes)
  for (const { at, bytes } of pieces) {
    if (at < 0 || at + bytes.length > imageBytes) throw new WriteStop('EORDER', 'a piece lies outside the image')
    image.set(bytes, at)
  }
  return image
}

/** The SHA-256 of the pieces of an image, one after another. */
export const digestPieces = (pieces: Content['pieces']): string =>
  pieces.reduce((hash, { bytes }) => hash.update(bytes), createHash('sha256')).digest('hex')

/** Writes and verifies; throws what the device threw, or `WriteStop`. The device stays open. */
export const writeImage = async (device: RawDevice, content: Content, needs: WriteNeeds): Promise<Written> => {
  const { clock, cancel } = needs
  if (digestPieces(content.pieces) !== content.piecesSha256) throw new WriteStop('EORDER', 'it arrived changed')
  const image = assemble(content)
  const tail = tailArea(content.imageBytes, device.sizeBytes)
  const used = content.pieces.map(({ at, bytes }) => ({ at, bytes: bytes.length }))
  const body = bodyAreas(used, content.imageBytes, device.sectorBytes)
  const zeros = alignedBytes(Math.max(tail.bytes, headBytes))
  const back = alignedBytes(mostChunkBytes)
  const head: Area = { at: 0, bytes: headBytes }
  const sourceOf = (area: Area, at: number, bytes: number): Buffer =>
    area === tail ? zeros.subarray(0, bytes) : image.subarray(at, at + bytes)
  const bodyBytes = [...body, tail].reduce((sum, area) => sum + area.bytes, 0)
  const totalBytes = 2 * (bodyBytes + headBytes)
  let done = 0
  let chunk = mostChunkBytes

  const pass = async (area: Area, phase: Phase, each: (source: Buffer, at: number) => Promise<void>): Promise<void> => {
    for (let at = area.at; at < area.at + area.bytes;) {
      if (cancel.aborted && phase !== 'sealing') throw new WriteStop('ECANCELED')
      const bytes = Math.min(chunk, area.at + area.bytes - at)
      const startedAt = clock.now()
      await each(sourceOf(area, at, bytes), at)
      if (clock.now() - startedAt > chunkMs) chunk = Math.max(leastChunkBytes, chunk / 2)
      at += bytes
      done += bytes
      needs.onProgress(phase, done, totalBytes)
    }
  }
  const write = async (source: Buffer, at: number): Promise<void> => {
    const written = await device.write(source, at)
    if (written !== source.length) throw new WriteStop('EIO', `only ${written} of ${source.length} bytes at ${at}`)
  }
  const compare = async (source: Buffer, at: number): Promise<void> => {
    const into = back.subarray(0, source.length)
    // What an earlier chunk left there must not pass for what was read.
    into.fill(source[0] === 0 ? 0xff : 0)
    const got = await device.read(into, at)
    if (got !== source.length || !into.equals(source)) throw new WriteStop('EVERIFY', `differs at ${at}`)
  }
  const unseal = async (): Promise<void> => {
    await write(zeros.subarray(0, headBytes), 0)
    await device.sync()
  }

  const startedAt = clock.now()
  await unseal()
  for (const area of [...body, tail]) await pass(area, 'writing', write)
  await device.sync()
  const writtenAt = clock.now()
  for (const area of [...body, tail]) await pass(area, 'verifying', compare)
  if (cancel.aborted) throw new WriteStop('ECANCELED')
  const verifiedAt = clock.now()
  try {
    await pass(head, 'sealing', write)
    await device.sync()
    const sealedAt = clock.now()
    await pass(head, 'sealing', compare)
    if (cancel.aborted) throw new WriteStop('ECANCELED')
    const endedAt = clock.now()
    return {
      bytes: content.imageBytes,
      writeMs: writtenAt - startedAt + (sealedAt - verifiedAt),
      verifyMs: verifiedAt - writtenAt + (endedAt - sealedAt),
      verified: true,
      sha256: content.sha256,
    }
  } catch (error) {
    // A drive that has gone cannot be emptied; what it holds was complete and is told as not written.
    await unseal().catch(() => undefined)
    throw error
  }
}
