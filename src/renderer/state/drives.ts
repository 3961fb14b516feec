// The drives that are plugged in, which key a person means for which, and what came of writing them.
import { create } from 'zustand'
import { againstWriting, driveId, driveWords, type Drive, type DriveListing } from '#core/drive.ts'
import { keyState, type EnlistmentKey } from '#core/key.ts'
import type { Fault } from '#core/fault.ts'
import type { Cancel } from '#core/ports.ts'
import type { WriteOutcome } from '#ipc/contract.ts'
import { browserClock } from './clock.ts'
import { setDesk, useDesk } from './desk.ts'
import { mainProcess } from './main-process.ts'
import { useRack } from './rack.ts'

export interface Verdict {
  readonly where: string
  readonly outcome: WriteOutcome
}

export interface DriveDesk {
  readonly listing: DriveListing | null
  readonly fault: Fault | null
  /** Drive id to kid; a drive gets in by a person's hand alone. */
  readonly chosen: Readonly<Record<string, string>>
  readonly verdicts: Readonly<Record<string, Verdict>>
}

export const useDrives = create<DriveDesk>()(() => ({ listing: null, fault: null, chosen: {}, verdicts: {} }))

const without = <T>(table: Readonly<Record<string, T>>, id: string): Record<string, T> => {
  const { [id]: _, ...rest } = table
  return rest
}

const leastPauseMs = 250
const afterFaultMs = 5_000

/** Another stick in the same socket may have the same id: what was chosen for the one before, or came of it, is void. */
export const takeListing = (listing: DriveListing): void =>
  useDrives.setState(({ chosen, verdicts, listing: before }) => {
    const same = (drive: Drive): boolean =>
      before?.drives.some(old => driveId(old) === driveId(drive) && old.sequence === drive.sequence) ?? false
    const kept = listing.drives.filter(same).map(driveId)
    const fresh = listing.drives.map(driveId).filter(id => !kept.includes(id))
    return {
      listing,
      fault: null,
      chosen: Object.fromEntries(Object.entries(chosen).filter(([id]) => kept.includes(id))),
      verdicts: Object.fromEntries(Object.entries(verdicts).filter(([id]) => !fresh.includes(id))),
    }
  })

/** Keeps the list true for as long as somebody looks at it. */
export const followDrives = async (cancel: Cancel): Promise<void> => {
  while (!cancel.aborted) {
    const { listing, fault } = useDrives.getState()
    const answered = await mainProcess.tryCall('nextDrives', { known: fault ? null : listing })
    if (cancel.aborted) return
    const result = answered.ok ? answered.value : answered
    if (result.ok) takeListing(result.value)
    else useDrives.setState({ fault: result.fault, listing: null, chosen: {} })
    await browserClock.wait(result.ok ? leastPauseMs : afterFaultMs, cancel)
  }
}

/** Keys that may go on a drive: in stock or issued, on no stick yet and on no other's way. */
export const freeKeys = (keys: readonly EnlistmentKey[], taken: readonly string[], now: number): EnlistmentKey[] =>
  keys
    .filter(key => ['stock', 'issued'].includes(keyState(key, now)) && key.stampedAt === null)
    .filter(key => !taken.includes(key.kid))
    .sort((a, b) => a.madeAt - b.madeAt || a.kid.localeCompare(b.kid))

const keysNow = (): EnlistmentKey[] => Object.values(useRack.getState().state.keys)

/** Kids that are meant for a drive or being written. */
export const takenKids = (): string[] => [
  ...Object.values(useDrives.getState().chosen),
  ...Object.values(useRack.getState().gauges.writes).map(write => write.kid),
]

export const choose = (id: string, kid: string): void =>
  useDrives.setState(({ chosen, verdicts }) => ({ chosen: { ...chosen, [id]: kid }, verdicts: without(verdicts, id) }))
export const leaveOut = (id: string): void => useDrives.setState(({ chosen }) => ({ chosen: without(chosen, id) }))
export const putAway = (id: string): void => useDrives.setState(({ verdicts }) => ({ verdicts: without(verdicts, id) }))

/** The next free key goes to the drive; false when there is none. */
export const takeDrive = (id: string): boolean => {
  const [next] = freeKeys(keysNow(), takenKids(), useRack.getState().now)
  if (next) choose(id, next.kid)
  return next !== undefined
}

export interface Pair {
  readonly drive: Drive
  readonly kid: string
}

/** What a person has put together, as far as it may still be written. */
export const pairsOf = ({ listing, chosen }: Pick<DriveDesk, 'listing' | 'chosen'>): Pair[] =>
  (listing?.drives ?? []).flatMap(drive => {
    const kid = chosen[driveId(drive)]
    return kid !== undefined && againstWriting(drive).length === 0 ? [{ drive, kid }] : []
  })

const writeOne = async ({ drive, kid }: Pair): Promise<void> => {
  const id = driveId(drive)
  const where = driveWords(drive)
  leaveOut(id)
  putAway(id)
  const answered = await mainProcess.tryCall('writeKey', { kid, drive, sizeMiB: 16, urls: null })
  const outcome: WriteOutcome = answered.ok ? answered.value : { ...answered, kid, drive: id, target: drive.path }
  useDrives.setState(({ verdicts }) => ({ verdicts: { ...verdicts, [id]: { where, outcome } } }))
}

/** Erases and writes the drives as they were shown; each ends by itself. */
export const writePairs = (pairs: readonly Pair[]): void => {
  if (useDesk.getState().dialog === 'erase') setDesk({ dialog: null, notice: null })
  for (const pair of pairs) void writeOne(pair)
}

export const cancelWrite = (drive: string): void => void mainProcess.tryCall('cancelWrite', { drive })
