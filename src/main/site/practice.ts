// Makes a data folder ready for a bench: PDUs added with their feed, keep-on answered, one key for each lane, MAAS set.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ok, type Result } from '#core/fault.ts'
import type { By } from '#core/person.ts'
import type { Numbers } from '#core/numbers.ts'
import { addPdu } from './pdus.ts'
import { faultOf, makeKeys, stamp } from './keys.ts'
import { setMaas } from './maas-access.ts'
import type { Site } from './site.ts'

/** What a bench offers to a data folder: addresses and passwords, nothing more. */
export interface BenchOffer {
  readonly pdus: readonly { name: string; feed: string; host: string; port: number; community: string }[]
  readonly maas: { url: string; apiKey: string }
}

/** The windows of a run shrink with the machines' pace; nothing that belongs to an adapter does. */
export const practiceNumbers = (pace: number): Partial<Numbers> => ({
  beatMs: 1_000,
  onGapMs: 1_000,
  onGapUnknownMs: 1_500,
  drainMs: 3_000,
  usualBootMs: Math.round(300_000 / pace),
  keyOutMs: Math.max(1_500, Math.round(60_000 / pace)),
  hintMs: Math.max(20_000, Math.round(480_000 / pace)),
  questionMs: Math.max(30_000, Math.round(900_000 / pace)),
  giveUpMs: Math.max(45_000, Math.round(1_800_000 / pace)),
  enlistMs: Math.max(60_000, Math.round(900_000 / pace)),
})

/** Sets the folder up and returns the sticks: kid to the folder that stands for it. */
export const setUpPractice = async (
  site: Site,
  offer: BenchOffer,
  lanes: readonly string[],
  sticksDir: string,
  by: By,
): Promise<Result<Map<string, string>>> => {
  const maas = await setMaas(site, offer.maas.url, offer.maas.apiKey, by)
  if (!maas.ok) return maas
  for (const { name, feed, host, port, community } of offer.pdus) {
    const added = await addPdu(site, { name, feed, entry: { host, port, version: 'any', community } }, by)
    if (!added.ok) return added
    const answered = await site.engine.submit({ kind: 'answerKeepOn', pdu: added.value.facts.id, outlets: [], by })
    if (!answered.ok) return faultOf(answered)
  }
  const sticks = new Map<string, string>()
  for (const lane of lanes) {
    const made = await makeKeys(site, 1, { lane }, by)
    if (!made.ok) return made
    const kid = made.value[0] ?? ''
    const issued = await site.engine.submit({ kind: 'issueKey', kid, by })
    if (!issued.ok) return faultOf(issued)
    const folder = join(sticksDir, kid)
    await mkdir(folder, { recursive: true })
    const stamped = await stamp(site, kid, folder, null)
    if (!stamped.ok) return stamped
    sticks.set(kid, folder)
  }
  return ok(sticks)
}
