// Everything a run needs, checked in one go: for the command line beside a living engine, and for the engine's own window.
import type { Clock, PduPort } from '#core/ports.ts'
import type { State } from '#core/state.ts'
import type { Check } from '#ipc/setup.ts'
import { findEngine } from '../../engine/lock.ts'
import type { Database } from '../../store/database.ts'
import type { Vault } from '../../store/vault.ts'
import type { SiteSettings } from '../settings-shape.ts'
import { lookAround } from '../watched.ts'
import {
  checkCanaries,
  checkCheckIn,
  checkHints,
  checkJournal,
  checkKeys,
  checkMaasAccess,
  checkPdu,
  checkPolicy,
  checkVault,
} from './checks.ts'

export interface Examined {
  readonly dir: string
  readonly db: Database | null
  readonly state: State
  readonly vault: Vault | null
  readonly settings: SiteSettings
  readonly pdus: PduPort
  readonly clock: Clock
}

const noPdu: Check = { name: 'PDU', ok: false, message: 'No PDU is known yet.', mend: 'pdu add NAME HOST.' }

/** Reads only. `onProgress` hears how many checks are done, and of how many. */
export const examine = async (
  { dir, db, state, vault, settings, pdus, clock }: Examined,
  onProgress: (done: number, of: number) => void,
): Promise<Check[]> => {
  const engine = findEngine(dir)
  const lives = engine !== null
  const works = lives
    ? `A Racklight works on this folder (process ${engine.pid}).`
    : 'Nobody else works on this folder.'
  const known = Object.values(state.pdus)
  const checks: readonly (() => Check[] | Promise<Check | Check[]>)[] = [
    () => [{ name: 'data folder', ok: true, message: dir, mend: '' }],
    () => [{ name: 'engine', ok: true, message: works, mend: '' }],
    () => [checkVault(vault)],
    () => (db ? checkJournal(dir, db, vault, clock) : []),
    ...(known.length === 0 ? [() => [noPdu]] : known.map(pdu => () => checkPdu(state, vault, pdus, pdu))),
    () => checkMaasAccess(state, vault, clock),
    () => [checkKeys(state, clock.now())],
    () => checkPolicy(dir, clock),
    () => checkCheckIn(settings, lives),
    async () => checkCanaries(await lookAround(settings)),
    () => checkHints(state, settings, lives),
  ]
  let done = 0
  const all = checks.map(async check => {
    const said = await check()
    onProgress(++done, checks.length)
    return said
  })
  return (await Promise.all(all)).flat()
}
