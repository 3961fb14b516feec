// Keys go to drives: which are plugged in, and the writing of several at once, each by a process of its own.
import { webcrypto } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { driveId, driveWords, type Drive, type DriveListing } from '#core/drive.ts'
import { fault, type Fault, type Result } from '#core/fault.ts'
import type { Refusal } from '#core/refusal.ts'
import type { DriveWrite } from '#core/write-gauge.ts'
import { writeDrive, type Writer } from '../drive-write/order.ts'
import { digestPieces } from '../drive-write/write.ts'
import type { WriteResult } from '../drive-write/messages.ts'
import type { ImageSize } from '../keys/image-layout.ts'
import type { Bootable } from '../keys/image-read.ts'
import { usedPieces } from '../keys/image-used.ts'
import { makeDrives, platformHere, type Drives } from '../usb/drives.ts'
import { imageOf } from './keys.ts'
import type { Site } from './site.ts'

/** How a composition root reaches drives. The product's own reach none but USB drives of this computer. */
export interface DriveHands extends Drives {
  /** Files of the app and its data, which no written drive may hold. */
  readonly own: readonly string[]
  startWriter(): Writer
}

/** The drives of this computer, for an app whose data lie in `dir`. */
export const drivesHere = (clock: Site['clock'], dir: string): Drives & Pick<DriveHands, 'own'> => {
  const own = [dir, process.execPath, import.meta.dirname]
  return { own, ...makeDrives({ clock, platform: platformHere(), dev: '/dev', own }) }
}

export interface WriteWish {
  readonly kid: string
  /** The drive as the person saw it when agreeing. */
  readonly drive: Drive
}

export type WriteOutcome = { readonly kid: string; readonly drive: string; readonly target: string } & (
  | (Extract<WriteResult, { ok: true }> & { readonly bootable: Bootable })
  | { readonly ok: false; readonly refusal: Refusal }
  | { readonly ok: false; readonly fault: Fault }
)

/** What is being written at this moment, by the id of the drive. */
export interface Writing {
  readonly gauges: Readonly<Record<string, DriveWrite>>
  begin(id: string, write: DriveWrite): AbortSignal | null
  move(id: string, write: DriveWrite): void
  end(id: string): void
  /** Cancels the writing of one drive, or of all. */
  cancel(id: string | null): void
}

export const makeWriting = (tell: (gauges: Writing['gauges']) => void): Writing => {
  const stops = new Map<string, AbortController>()
  let gauges: Writing['gauges'] = {}
  const change = (next: Writing['gauges']): void => tell((gauges = next))
  return {
    get gauges() {
      return gauges
    },
    begin: (id, write) => {
      if (stops.has(id)) return null
      const stop = new AbortController()
      stops.set(id, stop)
      change({ ...gauges, [id]: write })
      return stop.signal
    },
    move: (id, write) => change({ ...gauges, [id]: write }),
    end: id => {
      stops.delete(id)
      const { [id]: _, ...rest } = gauges
      change(rest)
    },
    cancel: id => (id === null ? stops.forEach(stop => stop.abort()) : stops.get(id)?.abort()),
  }
}

/** `writers`: how many drives a person is about to agree to, so that their processes start meanwhile. */
export const listDrives = async ({ drives, spares }: Site, writers: number): Promise<Result<DriveListing>> => {
  spares?.keep(writers)
  return drives?.list() ?? noDrives
}

const noDrives = fault(
  'notSupported',
  'drives',
  'The practice rack writes no real drives: its sticks are folders.',
  'Use the site of this laptop.',
)

/** Nobody who asks is kept waiting for longer than this. */
const heldMs = 10_000

/** Waits until other drives are plugged in than are known, and tells which; after a while in any case. */
export const nextDrives = async (site: Site, known: DriveListing | null): Promise<Result<DriveListing>> => {
  const { drives, clock } = site
  if (!drives) return noDrives
  const stop = new AbortController()
  const found: Result<DriveListing>[] = []
  const watched = drives.watch(listing => {
    found.push(listing)
    if (!listing.ok || !isDeepStrictEqual(listing.value, known)) stop.abort()
  }, stop.signal)
  await clock.wait(heldMs, stop.signal)
  stop.abort()
  await watched
  return found.at(-1) ?? drives.list()
}

/** Counted by the threads of the crypto pool, so that the window does not stand still. */
const digestOf = async (bytes: Buffer): Promise<string> =>
  Buffer.from(await webcrypto.subtle.digest('SHA-256', bytes as Buffer<ArrayBuffer>)).toString('hex')

const starting = {
  phase: 'starting',
  doneBytes: 0,
  totalBytes: 0,
  bytesPerSecond: null,
  leftMs: null,
  stalled: false,
} as const

/** Builds the image of the key, writes it to the drive, and journals what is verified. */
export const writeKey = async (
  site: Site,
  { kid, drive }: WriteWish,
  sizeMiB: ImageSize,
  urls: readonly string[] | null,
): Promise<WriteOutcome> => {
  const { drives: hands, spares } = site
  const id = driveId(drive)
  const about = { kid, drive: id, target: drive.path }
  if (!hands || !spares) return { ...about, ...noDrives }
  const where = driveWords(drive)
  const cancel = site.writing.begin(id, { kid, where, ...starting })
  if (!cancel)
    return { ...about, ...fault('busy', where, 'It is being written already.', 'Wait until that has ended.') }
  // Where none waits, one starts while the image is built.
  const writer = spares.take()
  try {
    const image = await imageOf(site, kid, sizeMiB, urls)
    if (!image.ok) return { ...about, ...image }
    const { bytes, hints, bootable } = image.value
    const pieces = usedPieces(bytes)
    const content = {
      imageBytes: bytes.length,
      pieces,
      sha256: await digestOf(bytes),
      piecesSha256: digestPieces(pieces),
    }
    const result = await writeDrive(
      {
        clock: site.clock,
        start: () => writer,
        onGauge: gauge => site.writing.move(id, { kid, where, ...gauge }),
      },
      { drive, own: [...hands.own], content },
      cancel,
    )
    if (result.ok)
      await site.engine.submit({ kind: 'keyStamped', kid, target: `${where}, serial ${drive.serial || 'none'}`, hints })
    return result.ok ? { ...about, bootable, ...result } : { ...about, ...result }
  } finally {
    writer.kill()
    site.writing.end(id)
  }
}
