// What can be asked of an open site, by the window over IPC and by other processes over the socket: one table for both.
import { hostname, userInfo } from 'node:os'
import { z } from 'zod'
import { dryRun } from '#core/dry-run.ts'
import { fault, ok, type Result } from '#core/fault.ts'
import { Numbers, SomeNumbers } from '#core/numbers.ts'
import { looserThan, tighten } from '#core/policy.ts'
import type { By } from '#core/person.ts'
import { calls, LabelWish, type Answer, type Ask, type Receipt, type RunAsk } from '#ipc/contract.ts'
import type { Outcome } from '#core/ports.ts'
import { examine } from './doctor/examine.ts'
import { listDrives, nextDrives, writeKey } from './drives.ts'
import { secretNames } from './files.ts'
import { makeFinder } from './find.ts'
import { makeKeys, stamp, writeImage } from './keys.ts'
import { saveLabels } from './labels.ts'
import { checkMaas } from '../maas/check.ts'
import { freshenMaas, readMaasNow, setMaas } from './maas-access.ts'
import { syncPlans, applySync } from './maas-sync.ts'
import { accessOf, addPdu, nameOutletNow, readPduNow } from './pdus.ts'
import { readPolicyNow } from './policy.ts'
import { beginTrial, listOn } from './unlocking.ts'
import { SiteSettings } from './settings-shape.ts'
import { importSiteKey } from './site-key.ts'
import type { Site } from './site.ts'

/** Calls of the command line beyond those of the window. */
const more = {
  imageKey: {
    ask: z.object({
      kid: z.string(),
      target: z.string(),
      sizeMiB: z.literal([16, 64]),
      urls: z.array(z.url()).nullable(),
    }),
  },
  drives: { ask: z.object({ writers: z.number().int().min(0).max(16) }) },
  writes: { ask: z.null() },
  saveLabelsAs: { ask: LabelWish.extend({ file: z.string() }) },
  readMaas: { ask: z.null() },
  planMaas: { ask: z.object({ only: z.array(z.string()).nullable() }) },
  applyMaas: { ask: z.object({ only: z.array(z.string()).nullable() }) },
  importSiteKey: {
    ask: z.object({ text: z.string().max(65_536), passphrase: z.string().max(1_024), replace: z.boolean() }),
  },
  getSettings: { ask: z.null() },
  // Checked where they are kept: a partial schema would put each default in the place of what is set.
  setSettings: { ask: z.record(z.string(), z.unknown()) },
} as const

type WindowCall =
  | 'command'
  | 'probePdu'
  | 'addPdu'
  | 'findPdus'
  | 'stopFinding'
  | 'nameOutlet'
  | 'beginTrial'
  | 'listOn'
  | 'examine'
  | 'checkMaas'
  | 'makeKey'
  | 'makeKeys'
  | 'stampKey'
  | 'nextDrives'
  | 'writeKey'
  | 'cancelWrite'
  | 'dryRun'
  | 'startRun'
  | 'readPdu'
  | 'journal'
  | 'getNumbers'
  | 'getLook'
  | 'setLook'
type WindowTable = { readonly [N in WindowCall]: (ask: Ask<N>, by: By) => Promise<Answer<N>> }
type MoreTable = {
  readonly [N in keyof typeof more]: (ask: z.infer<(typeof more)[N]['ask']>, by: By) => Promise<unknown>
}

export const whoIs = (person: string | null): By => ({ person: person ?? userInfo().username, host: hostname() })

export const receiptOf = (outcome: Outcome): Receipt =>
  outcome.ok ? { ok: true, events: outcome.events.length } : outcome

/** The site's own numbers, with the policy's where those are looser: they may have been set before it. */
const numbersOf = (site: Site): Numbers => {
  const settings = site.settings.get()
  return tighten(Numbers.parse(settings.ok ? settings.value.numbers : {}), site.engine.state().policy.limits)
}

const startRun = async (site: Site, ask: RunAsk, by: By): Promise<Receipt> => {
  await readPolicyNow(site)
  await freshenMaas(site)
  return receiptOf(
    await site.engine.submit({ kind: 'startRun', run: site.newId(), ...ask, numbers: numbersOf(site), by }),
  )
}

/** What may lead to a switch, or asks for a number that has a limit; the rest need not wait for a disk. */
const underPolicy: ReadonlySet<string> = new Set([
  'switchOutlet',
  'declareDark',
  'trustControl',
  'resumeRun',
  'restoreRun',
  'issueKey',
])

const examineSite = async (site: Site): Promise<Answer<'examine'>> => {
  const settings = site.settings.get()
  if (!settings.ok) return settings
  const { dir, db, vault, pdus, clock } = site
  const patient = { dir, db, vault, pdus, clock, settings: settings.value, state: site.engine.state() }
  try {
    return ok(await examine(patient, (done, of) => site.onWork({ what: 'examine', done, of, found: 0 })))
  } finally {
    site.onWork(null)
  }
}

const windowTable = (site: Site, finder = makeFinder(site)): WindowTable => ({
  command: async (command, by) => {
    const isLost = site.engine.state().policy.fault !== null
    if (underPolicy.has(command.kind) || (isLost && command.kind !== 'makeSafe')) await readPolicyNow(site)
    // A switch asked for by hand rests on fresh news, like every other.
    if (command.kind === 'switchOutlet') {
      await freshenMaas(site)
      await readPduNow(site, command.pdu)
    }
    const outcome = await site.engine.submit({ ...command, by })
    if (outcome.ok && command.kind === 'forgetPdu') {
      const dropped = await site.vault.delete(secretNames.pdu(command.pdu))
      if (!dropped.ok) return dropped
    }
    return receiptOf(outcome)
  },
  probePdu: entry => site.pdus.probe(accessOf(entry)),
  addPdu: ({ name, feed, ...entry }, by) => addPdu(site, { name, feed, entry }, by),
  findPdus: finder.find,
  stopFinding: async () => {
    finder.stop()
    return null
  },
  nameOutlet: (ask, by) => nameOutletNow(site, ask, by),
  beginTrial: (ask, by) => beginTrial(site, ask, by),
  listOn: ({ pdu }) => listOn(site, pdu),
  examine: () => examineSite(site),
  checkMaas: async ({ url, apiKey, save }, by) => {
    const checked = save ? await setMaas(site, url, apiKey, by) : await checkMaas({ url, apiKey }, site.clock)
    if (checked.ok && save) await readMaasNow(site)
    return checked.ok ? ok({ ...checked.value, warnings: [...checked.value.warnings] }) : checked
  },
  makeKey: async ({ for: what, folder }, by) => {
    const made = await makeKeys(site, 1, what, by)
    if (!made.ok) return made
    const kid = made.value[0] ?? ''
    await site.engine.submit({ kind: 'issueKey', kid, by })
    if (folder === null) return ok({ kid, stamped: false })
    const stamped = await stamp(site, kid, folder, null)
    return stamped.ok ? ok({ kid, stamped: true }) : stamped
  },
  makeKeys: ({ count, for: what }, by) => makeKeys(site, count, what, by),
  stampKey: ({ kid, folder, urls }) => stamp(site, kid, folder, urls),
  nextDrives: ({ known }) => nextDrives(site, known),
  writeKey: ({ kid, drive, sizeMiB, urls }) => writeKey(site, { kid, drive }, sizeMiB, urls),
  cancelWrite: async ({ drive }) => {
    site.writing.cancel(drive)
    return null
  },
  dryRun: async ask => {
    await readPolicyNow(site)
    await freshenMaas(site)
    return { ok: true, value: dryRun(site.engine.state(), ask, numbersOf(site), site.clock.now()) }
  },
  startRun: (ask, by) => startRun(site, ask, by),
  readPdu: async ({ pdu }) => {
    const read = await readPduNow(site, pdu)
    return read.ok ? { ok: true, events: 0 } : read
  },
  journal: async ({ before, limit }) => {
    const head = site.engine.state().head
    const to = Math.min(before ?? head + 1, head + 1)
    const from = Math.max(1, to - limit)
    const rows = await site.journal.read(from, to - from)
    return rows.ok ? rows.value.map(({ seq, id, event }) => ({ seq, id, event })) : []
  },
  getNumbers: async () => {
    await readPolicyNow(site)
    return numbersOf(site)
  },
  getLook: async () => {
    const settings = site.settings.get()
    return settings.ok ? settings.value.look : SiteSettings.parse({}).look
  },
  setLook: async look => {
    site.settings.set({ look })
    return null
  },
})

const moreTable = (site: Site): MoreTable => ({
  imageKey: ({ kid, target, sizeMiB, urls }) => writeImage(site, kid, target, sizeMiB, urls),
  drives: ({ writers }) => listDrives(site, writers),
  writes: async () => site.writing.gauges,
  saveLabelsAs: ({ file, ...wish }) => saveLabels(site, wish, file),
  readMaas: () => readMaasNow(site),
  planMaas: ({ only }) => syncPlans(site, only),
  applyMaas: ({ only }) => applySync(site, only),
  importSiteKey: what => importSiteKey(site, what),
  getSettings: async () => site.settings.get(),
  setSettings: async changes => {
    await readPolicyNow(site)
    const looser = looserThan(site.engine.state().policy.limits, SomeNumbers.catch({}).parse(changes['numbers'] ?? {}))
    const mend = 'Ask for numbers within it, or have the policy changed by whoever keeps it.'
    return looser.length > 0
      ? fault('denied', 'site policy', looser.join(' '), mend)
      : site.settings.set(changes as Partial<SiteSettings>)
  },
})

export type SiteCall = WindowCall | keyof typeof more
export type SiteCalls = (name: string, ask: unknown, by: By) => Promise<Result<unknown>>

/** Parses what came, answers it, and never throws for what was asked; an unknown name or shape is a fault. */
export const siteCalls = (site: Site): SiteCalls => {
  const windows = windowTable(site)
  const others = moreTable(site)
  const malformed = (name: string): Result<never> =>
    fault(
      'malformed',
      `call ${name}`,
      'It is not one that this version understands.',
      'Use one version of Racklight on this data folder.',
    )
  return async (name, ask, by) => {
    if (Object.hasOwn(windows, name)) {
      const key = name as WindowCall
      const parsed = calls[key].ask.safeParse(ask)
      return parsed.success
        ? ok(await (windows[key] as (ask: unknown, by: By) => Promise<unknown>)(parsed.data, by))
        : malformed(name)
    }
    if (!Object.hasOwn(others, name)) return malformed(name)
    const key = name as keyof typeof more
    const parsed = more[key].ask.safeParse(ask)
    return parsed.success
      ? ok(await (others[key] as (ask: unknown, by: By) => Promise<unknown>)(parsed.data, by))
      : malformed(name)
  }
}
