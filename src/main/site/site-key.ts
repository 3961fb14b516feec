// The site's own key as it moves to another laptop: sealed by a passphrase on its way, and never put in another's place unasked.
import { openRun } from '#core/state.ts'
import { fault, ok, type Result } from '#core/fault.ts'
import type { Clock } from '#core/ports.ts'
import { sealSiteKey, unsealSiteKey } from '../keys/site-key-export.ts'
import { adoptSiteKey } from '../keys/site-key.ts'
import type { Vault } from '../store/vault.ts'
import { secretNames } from './files.ts'
import { secretsOf, siteKeyOf } from './check-in.ts'
import type { Site } from './site.ts'

export interface SiteKeyImported {
  readonly pin: string
  /** What keys that were stamped here before pin; null where this folder had no site key. */
  readonly before: string | null
}

/** The text of an export file, and the pin of the key in it; a folder without a site key has nothing to export. */
export const exportSiteKey = async (
  vault: Vault | null,
  clock: Clock,
  passphrase: string,
): Promise<Result<{ text: string; pin: string }>> => {
  if (vault?.get(secretNames.siteKey) === undefined)
    return fault('gone', 'site key', 'This data folder has no site key yet.', 'It is made with the first "key make".')
  const siteKey = await siteKeyOf(vault, clock)
  if (!siteKey.ok) return siteKey
  const sealed = await sealSiteKey(clock, siteKey.value.privateKeyPem, passphrase)
  return sealed.ok ? ok({ text: sealed.value, pin: siteKey.value.pin }) : sealed
}

/** Takes over the key of an export file. Where keys pin another one already a person must say that it goes: `replace`. */
export const importSiteKey = async (
  site: Site,
  { text, passphrase, replace }: { readonly text: string; readonly passphrase: string; readonly replace: boolean },
): Promise<Result<SiteKeyImported>> => {
  const { vault, clock } = site
  if (openRun(site.engine.state()))
    return fault('busy', 'site key', 'A run is open, and its machines know the present key.', 'Let it end first.')
  const pem = await unsealSiteKey(clock, text, passphrase)
  if (!pem.ok) return pem
  const present = vault.get(secretNames.siteKey) === undefined ? null : await siteKeyOf(vault, clock)
  const before = present?.ok ? present.value.pin : null
  if (present !== null && !replace && !(present.ok && present.value.privateKeyPem === pem.value))
    return fault(
      'denied',
      'site key',
      'This data folder has a site key of its own, which the keys stamped here pin.',
      'Give --replace if it may go; the keys that pin it must then be stamped anew.',
    )
  const adopted = await adoptSiteKey(clock, secretsOf(vault), pem.value)
  return adopted.ok ? ok({ pin: adopted.value.pin, before }) : adopted
}
