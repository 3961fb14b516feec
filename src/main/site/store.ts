// Opens what a data folder holds: database, settings, vault, journal, and the state that follows from it.
import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { apply } from '#core/apply.ts'
import { Event } from '#core/event.ts'
import { fault, ok, type Result } from '#core/fault.ts'
import type { Clock } from '#core/ports.ts'
import { emptyState, type State } from '#core/state.ts'
import { openDatabase, type Database } from '../store/database.ts'
import { openJournalReader, type JournalReader } from '../store/journal-reader.ts'
import { openJournal, type Journal } from '../store/journal.ts'
import { openSettings, type Settings } from '../store/settings.ts'
import { uuid7Source } from '../store/uuid7.ts'
import type { VaultSource } from '../store/vault-key.ts'
import { openVault, type Vault } from '../store/vault.ts'
import { filesOf, secretNames } from './files.ts'
import { SiteSettings } from './settings-shape.ts'

const page = 2_000

export interface Opened {
  readonly db: Database
  readonly settings: Settings<SiteSettings>
  readonly vault: Vault
  readonly journal: Journal<Event>
  readonly state: State
  readonly newId: () => string
}

/** The state that all rows together make. */
export const foldJournal = async (journal: JournalReader<Event>): Promise<Result<State>> => {
  let state = emptyState
  for (;;) {
    const rows = await journal.read(state.head + 1, page)
    if (!rows.ok) return rows
    for (const { event } of rows.value) state = apply(state, event)
    if (rows.value.length < page) return ok(state)
  }
}

/** For the one engine of the folder; the caller holds its lock. */
export const openForWriting = async (dir: string, clock: Clock, source: VaultSource): Promise<Result<Opened>> => {
  const db = openDatabase(filesOf(dir).database, 'write')
  if (!db.ok) return db
  const settings = openSettings(db.value, SiteSettings)
  const newId = uuid7Source(clock)
  const present = settings.get()
  if (!present.ok) return present
  const { siteId, cartId } = present.value
  const named = settings.set({ siteId: siteId || newId(), cartId: cartId || newId() })
  if (!named.ok) return named
  const vault = await openVault(dir, source, clock)
  if (!vault.ok) return vault
  const installKey = await vault.value.ensure(secretNames.installKey, () => randomBytes(32).toString('base64'))
  if (!installKey.ok) return installKey
  const journal = await openJournal({
    db: db.value,
    schema: Event,
    clock,
    sealKey: Buffer.from(installKey.value, 'base64'),
    sealPath: filesOf(dir).seal,
    site: named.value.siteId,
    cart: named.value.cartId,
    newId,
  })
  if (!journal.ok) return journal
  const state = await foldJournal(journal.value)
  if (!state.ok) return state
  return ok({ db: db.value, settings, vault: vault.value, journal: journal.value, state: state.value, newId })
}

export interface ReadOnly {
  readonly db: Database | null
  readonly journal: JournalReader<Event> | null
  readonly state: State
  close(): void
}

/** For verbs that only read, beside a living engine or without one. A folder never used is empty, not an error. */
export const openForReading = async (dir: string, clock: Clock): Promise<Result<ReadOnly>> => {
  const db = openDatabase(filesOf(dir).database, 'read')
  if (!db.ok) return db.fault.kind === 'gone' ? ok({ db: null, journal: null, state: emptyState, close: () => {} }) : db
  const journal = openJournalReader({ db: db.value, schema: Event, clock })
  const state = await foldJournal(journal)
  if (!state.ok) return state
  return ok({ db: db.value, journal, state: state.value, close: () => void db.value.close() })
}

/** The data folder, made if it is missing, for this user alone. */
export const readyFolder = (dir: string): Result<void> => {
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 })
    return ok(undefined)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    return fault('denied', dir, `the data folder could not be made: ${code}`, 'Choose another folder with --data.')
  }
}
