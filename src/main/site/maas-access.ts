import { ok, type Result } from '#core/fault.ts'
import type { By } from '#core/person.ts'
import { maasStale } from '#core/safety.ts'
import { checkMaas, type MaasCheck } from '../maas/check.ts'
import { secretNames } from './files.ts'
import { faultOf } from './keys.ts'
import type { Site } from './site.ts'

/** Checks address and key, keeps the key in the vault, and reads at once what is taken. */
export const setMaas = async (site: Site, url: string, apiKey: string, by: By): Promise<Result<MaasCheck>> => {
  const checked = await checkMaas({ url, apiKey }, site.clock)
  if (!checked.ok) return checked
  const kept = await site.vault.set(secretNames.maas, apiKey)
  if (!kept.ok) return kept
  const { username, version } = checked.value
  const answer = await site.engine.submit({ kind: 'setMaas', url, username, version, by })
  if (!answer.ok) return faultOf(answer)
  site.connectMaas()
  return checked
}

/** Reads what MAAS says is taken and tells the engine; also when it fails. */
export const readMaasNow = async (site: Site): Promise<Result<void>> => {
  const maas = site.maas()
  if (!maas) return ok(undefined)
  const read = await maas.allocation(site.engine.state())
  const told = read.ok
    ? await site.engine.submit({ kind: 'maasRead', ...read.value, keep: 'always' })
    : await site.engine.submit({ kind: 'maasLost', fault: read.fault })
  if (!read.ok) return read
  return told.ok ? ok(undefined) : faultOf(told)
}

/** Before something is switched: reads MAAS if what we know is too old. A failure shows as staleness to the rules. */
export const freshenMaas = async (site: Site): Promise<void> => {
  if (site.maas() && maasStale(site.engine.state(), site.clock.now()) !== null) await readMaasNow(site)
}
