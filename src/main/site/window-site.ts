// Data folders as the window opens them: its own, and one for each practice.
import { createServer } from 'node:net'
import { join } from 'node:path'
import { ok, type Result } from '#core/fault.ts'
import type { Clock } from '#core/ports.ts'
import type { AppFacts } from '#ipc/contract.ts'
import type { PracticeSite } from '../desk/practice.ts'
import type { Shown } from '../desk/shown.ts'
import { makePduPort } from '../pdu/port.ts'
import { whoIs } from './calls.ts'
import { drivesHere, type DriveHands } from './drives.ts'
import { becomeEngine, openHands } from './door.ts'
import { readMaasNow } from './maas-access.ts'
import { practiceNumbers, setUpPractice } from './practice.ts'
import { showHands } from './shown.ts'
import { openForWriting, readyFolder } from './store.ts'
import { vaultSourceFor } from './vault-source.ts'

export interface WindowSiteNeeds {
  readonly clock: Clock
  readonly version: string
  /** Starts the process that writes one drive. */
  readonly startWriter: DriveHands['startWriter']
  readonly openKeychain: Parameters<typeof vaultSourceFor>[2]
  onBug(error: unknown, where: string): void
}

const factsOf = ({ version }: WindowSiteNeeds, practice: boolean): Omit<AppFacts, 'vault' | 'dataDir'> => ({
  version,
  practice,
  ...whoIs(null),
})

/** The engine of this folder, or the way to the one that lives; `onGone` when that one ends. */
export const openWindowSite = async (
  needs: WindowSiteNeeds,
  dir: string,
  onGone: (why: string) => void,
): Promise<Result<Shown>> => {
  const { clock, onBug } = needs
  const vaultSource = await vaultSourceFor(dir, clock, needs.openKeychain)
  if (!vaultSource.ok) return vaultSource
  const pdus = makePduPort({ clock })
  const drives = { ...drivesHere(clock, dir), startWriter: needs.startWriter }
  const hands = await openHands({ dir, clock, pdus, vaultSource: vaultSource.value, drives, onBug }, whoIs(null))
  if (!hands.ok) return hands
  return showHands(hands.value, { dir, clock, facts: factsOf(needs, false), onGone })
}

export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

/** Settings are read when a site opens, so those of a practice are written before. */
const settle = async (dir: string, clock: Clock, pace: number, checkInPort: number): Promise<Result<void>> => {
  const folder = readyFolder(dir)
  if (!folder.ok) return folder
  const opened = await openForWriting(dir, clock, { kind: 'file' })
  if (!opened.ok) return opened
  const { settings, journal, db } = opened.value
  const set = settings.set({
    checkInHost: '127.0.0.1',
    checkInPort,
    numbers: practiceNumbers(pace),
    maasEveryMs: 5_000,
    pduEveryMs: 1_000,
    // Its PDUs answer at ports of their own, which MAAS's drivers could not reach; here the map matters.
    writeUndrivable: true,
    practice: true,
  })
  await journal.settled()
  db.close()
  return set.ok ? ok(undefined) : set
}

/** A fresh folder for a practice; its secrets guard nothing, so a key file beside them will do. */
export const openPracticeSite = async (
  needs: WindowSiteNeeds,
  dir: string,
  pace: number,
  checkInPort: number,
): Promise<Result<PracticeSite>> => {
  const { clock, onBug } = needs
  const settled = await settle(dir, clock, pace, checkInPort)
  if (!settled.ok) return settled
  const by = whoIs(null)
  const pdus = makePduPort({ clock })
  const became = await becomeEngine({ dir, clock, pdus, vaultSource: { kind: 'file' }, drives: null, onBug }, by)
  if (!became.ok) return became
  if ('heldBy' in became.value) throw new Error(`somebody else practises in ${dir}`)
  const { site } = became.value
  if (!site) throw new Error('an engine without a site')
  const shown = await showHands(became.value, { dir, clock, facts: factsOf(needs, true), onGone: () => {} })
  if (!shown.ok) return shown
  return ok({
    shown: shown.value,
    setUp: async (offer, lanes) => {
      const sticks = await setUpPractice(site, offer, lanes, join(dir, 'sticks'), by)
      if (sticks.ok) await readMaasNow(site)
      return sticks
    },
  })
}
