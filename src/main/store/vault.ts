// All secrets, in one sealed file that window and command line share. Nothing here prints one.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fault, ok, type Result } from '#core/fault.ts'
import type { Clock } from '#core/ports.ts'
import { oneAtATime, underLock } from './file-lock.ts'
import { fileFault } from './replace-file.ts'
import { makeMaster, masterOf, openSecrets, readVaultFile, writeSecrets } from './vault-file.ts'
import type { Master, Secrets } from './vault-file.ts'
import type { Protection, VaultSource } from './vault-key.ts'

export interface Vault {
  /** The weakest way in, to be said plainly on screen. */
  readonly protection: Protection
  get(name: string): string | undefined
  names(): string[]
  set(name: string, value: string): Promise<Result<void>>
  delete(name: string): Promise<Result<void>>
  /** The secret of this name; made on the spot where there is none, by one process only. */
  ensure(name: string, make: () => string): Promise<Result<string>>
  /** Takes over what another process has written. */
  refresh(): Promise<Result<void>>
  /** A new master key behind these ways in and no others: a new passphrase, or the keychain instead of the key file. */
  reseal(sources: readonly [VaultSource, ...VaultSource[]]): Promise<Result<void>>
}

/** The ways in to the vault of this folder; none where there is no vault yet. */
export async function waysIntoVault(dir: string, clock: Clock): Promise<Result<Protection[]>> {
  const file = await clock.io(readVaultFile(dir))
  return file.ok ? ok(file.value?.slots.map(slot => slot.kind) ?? []) : file
}

interface Opened {
  readonly master: Master
  readonly secrets: Secrets
}

/** Opens the vault of this data folder, or makes it where there is none. */
export async function openVault(dir: string, source: VaultSource, clock: Clock): Promise<Result<Vault>> {
  const there = await clock.io(load(dir, source))
  if (!there.ok) return there
  const first = there.value
    ? ok(there.value)
    : await underLock(lockOf(dir), clock, () => clock.io(loadOrMake(dir, source)))
  return first.ok ? ok(vaultOf(dir, source, clock, first.value)) : first
}

function vaultOf(dir: string, firstSource: VaultSource, clock: Clock, first: Opened): Vault {
  let source = firstSource
  let opened = first
  const queue = oneAtATime()

  // Reads again under the lock before it writes, so that two processes never lose each other's secrets.
  const change = <T>(work: (now: Opened) => Promise<Result<readonly [Opened, T]>>): Promise<Result<T>> =>
    queue(() =>
      underLock(lockOf(dir), clock, () =>
        clock.io(
          (async (): Promise<Result<T>> => {
            const now = await load(dir, source, opened.master)
            if (!now.ok) return now
            if (!now.value) return vanished(dir)
            const done = await work(now.value)
            if (!done.ok) return done
            opened = done.value[0]
            return ok(done.value[1])
          })(),
        ),
      ),
    )

  const write = async ({ master }: Opened, secrets: Secrets): Promise<Result<readonly [Opened, void]>> => {
    const written = await writeSecrets(dir, master, secrets)
    return written.ok ? ok([{ master, secrets }, undefined]) : written
  }

  return {
    get protection() {
      return weakestOf(opened.master)
    },
    get: name => opened.secrets.get(name),
    names: () => [...opened.secrets.keys()].sort(),
    set: (name, value) => change(now => write(now, new Map([...now.secrets, [name, value]]))),
    delete: name => change(now => write(now, new Map([...now.secrets].filter(([other]) => other !== name)))),
    ensure: (name, make) =>
      change(async now => {
        const value = now.secrets.get(name) ?? make()
        if (now.secrets.has(name)) return ok([now, value])
        const written = await write(now, new Map([...now.secrets, [name, value]]))
        return written.ok ? ok([written.value[0], value]) : written
      }),
    refresh: () =>
      queue(async (): Promise<Result<void>> => {
        const now = await clock.io(load(dir, source, opened.master))
        if (!now.ok) return now
        if (!now.value) return vanished(dir)
        opened = now.value
        return ok(undefined)
      }),
    reseal: sources =>
      change(async now => {
        const master = await makeMaster(dir, sources)
        if (!master.ok) return master
        const written = await write({ ...now, master: master.value }, now.secrets)
        if (!written.ok) return written
        source = sources.find(({ kind }) => kind === source.kind) ?? sources[0]
        const dropped = await dropKeyFile(dir, master.value)
        return dropped.ok ? written : dropped
      }),
  }
}

const vanished = (dir: string): Result<never> =>
  fault('gone', dir, 'the vault is no longer there', 'Put it back from a copy, or start Racklight again for a new one.')

const lockOf = (dir: string): string => join(dir, 'vault.lock')

const weakestOf = ({ slots }: Master): Protection => {
  const kinds = slots.map(slot => slot.kind)
  if (kinds.includes('file')) return 'file'
  return kinds.includes('passphrase') ? 'passphrase' : 'keychain'
}

async function load(dir: string, source: VaultSource, known?: Master): Promise<Result<Opened | undefined>> {
  const file = await readVaultFile(dir)
  if (!file.ok) return file
  if (!file.value) return ok(undefined)
  const master = await masterOf(dir, file.value, source, known)
  if (!master.ok) return master
  const secrets = openSecrets(dir, file.value, master.value)
  return secrets.ok ? ok({ master: master.value, secrets: secrets.value }) : secrets
}

async function loadOrMake(dir: string, source: VaultSource): Promise<Result<Opened>> {
  const there = await load(dir, source)
  if (!there.ok) return there
  if (there.value) return ok(there.value)
  const master = await makeMaster(dir, [source])
  if (!master.ok) return master
  const secrets: Secrets = new Map()
  const written = await writeSecrets(dir, master.value, secrets)
  return written.ok ? ok({ master: master.value, secrets }) : written
}

async function dropKeyFile(dir: string, { slots }: Master): Promise<Result<void>> {
  if (slots.some(slot => slot.kind === 'file')) return ok(undefined)
  const path = join(dir, 'vault.key')
  try {
    await rm(path, { force: true })
    return ok(undefined)
  } catch (error) {
    return fileFault(error, path)
  }
}
