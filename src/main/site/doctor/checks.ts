// What a run needs, one check at a time, each in plain words and with its mend.
import { createServer } from 'node:net'
import { keyState, laneOfKey } from '#core/key.ts'
import { limitsOf } from '#core/policy.ts'
import type { Clock, PduPort } from '#core/ports.ts'
import type { Pdu, State } from '#core/state.ts'
import type { Check } from '#ipc/setup.ts'
import { checkMaas } from '../../maas/check.ts'
import { checkDatabase, type Database } from '../../store/database.ts'
import type { Vault } from '../../store/vault.ts'
import { verifyJournal } from '../../store/verify.ts'
import { filesOf, secretNames } from '../files.ts'
import { targetIn } from '../pdu-access.ts'
import { policyFiles, readPolicy } from '../policy.ts'
import type { SiteSettings } from '../settings-shape.ts'
import type { Watched } from '../watched.ts'

const well = (name: string, message: string, mend = ''): Check => ({ name, ok: true, message, mend })
const ill = (name: string, message: string, mend: string): Check => ({ name, ok: false, message, mend })

const guards = {
  keychain: 'The secrets are sealed by the keychain of this desktop.',
  passphrase: 'The secrets are sealed by a passphrase.',
  file: 'The secrets lie behind a key file beside them: whoever can read the data folder can read them.',
} as const

export const checkVault = (vault: Vault | null): Check => {
  if (!vault) return ill('vault', 'There are no secrets here yet.', 'Add a PDU, or try "practice".')
  const better =
    vault.protection === 'file' ? 'RACKLIGHT_VAULT_PASSPHRASE_FILE, or the window’s keychain, seals them better.' : ''
  return well('vault', guards[vault.protection], better)
}

export const checkJournal = async (dir: string, db: Database, vault: Vault | null, clock: Clock): Promise<Check> => {
  const sound = checkDatabase(db)
  if (!sound.ok) return ill('journal', sound.fault.detail, sound.fault.mend ?? '')
  const key = vault?.get(secretNames.installKey)
  if (key === undefined)
    return ill('journal', 'The key that seals the journal is missing.', 'Put back the vault of this data folder.')
  const sealKey = Buffer.from(key, 'base64')
  const verdict = await verifyJournal({ db, sealKey, sealPath: filesOf(dir).seal, clock })
  if (!verdict.ok) return ill('journal', verdict.fault.detail, verdict.fault.mend ?? '')
  const [first] = verdict.value.findings
  return first
    ? ill('journal', first.detail, 'Somebody or something changed it. Keep a copy, and ask who did.')
    : well('journal', `The journal is whole: ${verdict.value.head.count} rows.`)
}

export const checkPdu = async (state: State, vault: Vault | null, pdus: PduPort, pdu: Pdu): Promise<Check> => {
  const name = `PDU ${pdu.name}`
  const target = vault ? targetIn(state, vault, pdu.id) : null
  if (!target) return ill(name, 'Its credentials are not in the vault.', `Add it again: pdu add ${pdu.name} HOST.`)
  const read = await pdus.read(target)
  if (!read.ok) return ill(name, read.fault.detail, read.fault.mend ?? '')
  if (pdu.keepOn === null)
    return ill(name, 'Nobody has said what must stay on there.', `Say it: keepon ${pdu.name} none, or the outlets.`)
  if (!pdu.facts.outlets.some(outlet => outlet.switchable))
    return ill(name, 'None of its outlets can be switched.', 'Give Racklight an account that may switch.')
  return well(name, `It answers within ${Math.round(read.value.tookMs)} ms and is the one that was added.`)
}

export const checkPolicy = async (dir: string, clock: Clock): Promise<Check> => {
  const read = await clock.io(readPolicy(policyFiles(dir)))
  if (!read.ok)
    return ill('policy', `Nothing is switched: ${read.fault.where}: ${read.fault.detail}.`, read.fault.mend ?? '')
  const { limits, files } = read.value
  if (files.length === 0) return well('policy', 'There is no site policy: the usual numbers hold.')
  const said = limitsOf(limits)
  return well('policy', `${files.join(' and ')}: ${said.length === 0 ? 'no limits' : said.join('; ')}.`)
}

export const checkMaasAccess = async (state: State, vault: Vault | null, clock: Clock): Promise<Check> => {
  const apiKey = vault?.get(secretNames.maas)
  if (!state.maasSite || apiKey === undefined)
    return ill(
      'MAAS',
      'No MAAS is set up, so nobody knows which outlets are taken.',
      'maas check --url URL, or --offline.',
    )
  const checked = await checkMaas({ url: state.maasSite.url, apiKey }, clock)
  if (!checked.ok) return ill('MAAS', checked.fault.detail, checked.fault.mend ?? '')
  const { version, username, isAdmin, warnings } = checked.value
  if (!isAdmin) return ill('MAAS', warnings[0] ?? '', 'Give the API key of an administrator.')
  return well('MAAS', [`MAAS ${version} answers ${username}.`, ...warnings].join(' '))
}

/** Only what somebody has put on the list must answer; a gateway that keeps silent is told. */
export const checkCanaries = (watched: readonly Watched[]): Check => {
  const message = watched.map(({ canary, address, say }) => `${canary} ${address ?? ''}`.trim() + `: ${say}`).join(' ')
  const silent = watched.filter(({ canary, answers }) => canary === 'ping' && !answers)
  const mend = 'See whether these addresses are right, and set the list anew: canaries --ping ADDRESS.'
  return silent.length > 0 ? ill('canaries', message, mend) : well('canaries', message)
}

export const checkKeys = (state: State, now: number): Check => {
  const alive = Object.values(state.keys).filter(key => {
    const life = keyState(key, now)
    return laneOfKey(key) !== null && (life === 'issued' || life === 'seen')
  })
  if (alive.length === 0)
    return ill('keys', 'No key is issued for a lane.', 'key make --for lane:1, key issue KID, key stamp KID --dir DIR.')
  const bare = alive.filter(key => key.stampedAt === null)
  if (bare.length > 0)
    return ill('keys', `${bare.map(key => key.kid).join(', ')} is on no stick yet.`, 'key stamp KID --dir DIR.')
  return well('keys', `${alive.length === 1 ? 'One key is' : `${alive.length} keys are`} ready for the lanes.`)
}

const mayListen = (host: string, port: number): Promise<string | null> =>
  new Promise(resolve => {
    const server = createServer()
    server.once('error', error => resolve('code' in error ? String(error.code) : error.message))
    server.listen(port, host, () => server.close(() => resolve(null)))
  })

const checkPort = async (name: string, words: string, host: string, port: number, engineLives: boolean) => {
  const refused = await mayListen(host, port)
  if (refused === null) return well(name, `${words} at ${host}, port ${port}.`)
  if (refused === 'EADDRINUSE' && engineLives) return well(name, `Port ${port} is open already.`)
  const mend = 'End what uses the port, or choose another interface or port in the settings.'
  return ill(name, `Port ${port} at ${host} cannot be opened (${refused}).`, mend)
}

export const checkCheckIn = (settings: SiteSettings, engineLives: boolean): Promise<Check> =>
  checkPort('check-in', 'Machines can check in', settings.checkInHost, settings.checkInPort, engineLives)

/** Of use only to keys that firmware starts from. */
export const checkHints = async (state: State, settings: SiteSettings, engineLives: boolean): Promise<Check[]> =>
  Object.values(state.keys).some(key => key.hints && key.revokedAt === null)
    ? [await checkPort('hints', 'Firmware can tell its hints', settings.checkInHost, settings.hintPort, engineLives)]
    : []
