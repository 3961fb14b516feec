// The data folder as verbs use it: read beside a living engine, or changed through it.
import type { z } from 'zod'
import { ok, type Result } from '#core/fault.ts'
import type { Refusal } from '#core/refusal.ts'
import type { State } from '#core/state.ts'
import type { Receipt } from '#ipc/contract.ts'
import { systemClock } from '../engine/system-clock.ts'
import type { Hands } from '../site/door.ts'
import { openForReading, type ReadOnly } from '../site/store.ts'
import { readPassphrase } from '../store/private-file.ts'
import type { VaultSource } from '../store/vault-key.ts'
import { need, Stop, type Call, type Ending } from './frame.ts'

export const clock = systemClock

type Folder = Pick<Call<unknown>, 'dir' | 'by' | 'out'>

export const vaultSource = async (): Promise<Result<VaultSource>> => {
  const path = process.env['RACKLIGHT_VAULT_PASSPHRASE_FILE']
  if (!path) return ok({ kind: 'file' })
  const passphrase = await clock.io(readPassphrase(path))
  return passphrase.ok ? ok({ kind: 'passphrase', passphrase: passphrase.value }) : passphrase
}

/** Runs `work` on what the folder holds now; nothing is written. */
export const reading = async <T>(
  { dir }: Pick<Folder, 'dir'>,
  work: (read: ReadOnly) => Promise<T> | T,
): Promise<T> => {
  const read = need(await openForReading(dir, clock))
  try {
    return await work(read)
  } finally {
    read.close()
  }
}

export const stateOf = (folder: Pick<Folder, 'dir'>): Promise<State> => reading(folder, read => read.state)

const sayVault = async ({ dir, out }: Folder, source: VaultSource): Promise<void> => {
  const { waysIntoVault } = await import('../store/vault.ts')
  const ways = await waysIntoVault(dir, clock)
  if (source.kind === 'file' && ways.ok && ways.value.length === 0)
    out.note(
      'The secrets of this data folder lie behind a key file beside them, which guards them from nobody who can read the folder. RACKLIGHT_VAULT_PASSPHRASE_FILE seals them better.',
    )
}

/** Runs `work` with the living engine of the folder, or as its engine; `lasting` for work that goes on after its call. */
export const withHands = async <T>(folder: Folder, work: (hands: Hands) => Promise<T>, lasting = false): Promise<T> => {
  const { openHands } = await import('../site/door.ts')
  const { makePduPort } = await import('../pdu/port.ts')
  const { driveHands } = await import('./drive-hands.ts')
  const source = need(await vaultSource())
  await sayVault(folder, source)
  const onBug = (error: unknown, where: string): void =>
    folder.out.note(`A mistake in Racklight, at ${where}: ${error instanceof Error ? error.message : String(error)}`)
  const needs = {
    dir: folder.dir,
    clock,
    pdus: makePduPort({ clock }),
    vaultSource: source,
    drives: driveHands(folder.dir),
    onBug,
  }
  const hands = need(await openHands(needs, folder.by, lasting))
  try {
    return await work(hands)
  } finally {
    await hands.close()
  }
}

/** Asks the engine; an answer of another shape means another version on the other side. */
export const ask = async <T>(hands: Hands, name: string, what: unknown, shape: z.ZodType<T>): Promise<T> => {
  const answered = need(await hands.call(name, what))
  const parsed = shape.safeParse(answered)
  if (parsed.success) return parsed.data
  const mend = 'Use one version of Racklight on this data folder.'
  throw new Stop({
    kind: 'fault',
    fault: { kind: 'malformed', where: `answer to ${name}`, detail: 'it is not understood', mend },
  })
}

export const refusalEnding = (refusal: Refusal, about: Readonly<Record<string, unknown>> = {}): Ending => ({
  kind: 'refusal',
  refusal,
  about,
})

/** Goes on when the engine said yes, else ends the verb with its words. */
export const accepted = (receipt: Receipt, about: Readonly<Record<string, unknown>> = {}): void => {
  if (receipt.ok) return
  if ('fault' in receipt) throw new Stop({ kind: 'fault', fault: receipt.fault })
  throw new Stop(refusalEnding(receipt.refusal, about))
}
