// Orders to write a known key, and whether what lies on a drive is that key.
import { createHash } from 'node:crypto'
import type { WriteGauge } from '#core/write-gauge.ts'
import type { WriteResult } from '#main/drive-write/messages.ts'
import { writeDrive, type Writer } from '#main/drive-write/order.ts'
import { performOrder } from '#main/drive-write/perform.ts'
import { digestPieces, type Content, type Phase } from '#main/drive-write/write.ts'
import { systemClock } from '#main/engine/system-clock.ts'
import { usedPieces } from '#main/keys/image-used.ts'
import { imageOf, loaders, readBack } from '../keys/imaged.ts'
import type { Faults } from './faulty-device.ts'
import type { Ground, Stick } from './ground.ts'
import { testNeeds } from './test-targets.ts'

export const contentOf = (image: Buffer, pieces: Content['pieces'] = usedPieces(image)): Content => ({
  imageBytes: image.length,
  pieces,
  sha256: createHash('sha256').update(image).digest('hex'),
  piecesSha256: digestPieces(pieces),
})

/** The image of a key that boots, 16 MiB. */
export const image = await imageOf(16, loaders)
export const content = contentOf(image)

export interface How {
  readonly faults?: Faults
  readonly swapped?: boolean
  readonly content?: Content
  readonly cancel?: AbortSignal
  readonly start?: () => Writer
  readonly onPhase?: (phase: Phase) => void
  readonly onGauge?: (gauge: WriteGauge) => void
}

export const writeOn = async (ground: Ground, stick: Stick, how: How = {}): Promise<WriteResult> => {
  const { faults, swapped = false, cancel = new AbortController().signal, onGauge = () => undefined } = how
  const start = how.start ?? (() => ground.writer(faults, swapped ? stick : null))
  const order = { drive: await stick.drive(), own: [], content: how.content ?? content }
  return writeDrive({ clock: systemClock, start, onGauge }, order, cancel)
}

/** The same without a process: quicker, and enough where the process does not matter. */
export const writeHere = async (ground: Ground, stick: Stick, how: How = {}): Promise<WriteResult> => {
  const { faults, swapped = false, cancel = new AbortController().signal, onPhase = () => undefined } = how
  const needs = { ...testNeeds(ground.options(faults, swapped ? stick : null)), cancel, onProgress: onPhase }
  return performOrder(needs, { kind: 'write', drive: await stick.drive(), own: [], content: how.content ?? content })
}

export const isKey = async (bytes: Buffer): Promise<boolean> => (await readBack(bytes)).ok
