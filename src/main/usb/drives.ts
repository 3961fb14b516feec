// The drives that are plugged in, and news when they change.
import { isDeepStrictEqual } from 'node:util'
import type { DriveListing } from '#core/drive.ts'
import { fault, ok, type Result } from '#core/fault.ts'
import type { Cancel, Clock } from '#core/ports.ts'
import { run } from './command.ts'
import { makeDarwin } from './darwin.ts'
import { watchPlugs } from './hot-plug.ts'
import { linuxRoots, makeLinux } from './linux.ts'
import type { Platform } from './platform.ts'
import { makeWin32 } from './win32.ts'

export interface Drives {
  list(): Promise<Result<DriveListing>>
  /** Tells the list now and whenever it has changed, until cancelled. */
  watch(onChange: (listing: Result<DriveListing>) => void, cancel: Cancel): Promise<void>
}

export interface DrivesNeeds {
  readonly clock: Clock
  readonly platform: Platform | null
  /** Folder of device files, whose changes are news; empty where there is none. */
  readonly dev: string
  /** Files of the app and its data: no drive that holds one is written. */
  readonly own: readonly string[]
}

/** Events get lost on every system; no drive stays unseen for longer than this. */
const lookEveryMs = 2_000
/** A stick brings several events within a moment. */
const settleMs = 100

const platforms: Readonly<Partial<Record<NodeJS.Platform, () => Platform>>> = {
  linux: () => makeLinux(linuxRoots),
  darwin: () => makeDarwin(run),
  win32: () => makeWin32(run),
}

export const platformHere = (): Platform | null => platforms[process.platform]?.() ?? null

const emptyWords = (bus: boolean): string =>
  bus
    ? 'No USB drive is plugged in.'
    : 'This computer shows no USB bus, so no drive can be plugged in. A virtual machine has to be given one.'

const list = async ({ platform, own, clock }: DrivesNeeds): Promise<Result<DriveListing>> => {
  if (!platform)
    return fault(
      'notSupported',
      'drives',
      'Drives are not found on this operating system.',
      'Use "key stamp" and "key image".',
    )
  const seen = await clock.io(platform.list(own))
  if (!seen.ok) return seen
  const drives = seen.value.drives.toSorted((a, b) => a.port.localeCompare(b.port, 'en', { numeric: true }))
  return ok({ drives, empty: drives.length === 0 ? emptyWords(seen.value.bus) : null })
}

export const makeDrives = (needs: DrivesNeeds): Drives => ({
  list: () => list(needs),
  watch: async (onChange, cancel) => {
    const { clock } = needs
    let nudged = (): void => undefined
    const stop = watchPlugs(needs.dev, () => nudged())
    let told: Result<DriveListing> | null = null
    while (!cancel.aborted) {
      const pause = new AbortController()
      const onCancel = (): void => pause.abort()
      cancel.addEventListener('abort', onCancel)
      nudged = () => pause.abort()
      const now = await list(needs)
      if (cancel.aborted) break
      if (!isDeepStrictEqual(now, told)) onChange((told = now))
      const quiet = await clock.wait(lookEveryMs, pause.signal)
      if (!quiet) await clock.wait(settleMs, cancel)
      cancel.removeEventListener('abort', onCancel)
    }
    stop()
  },
})
