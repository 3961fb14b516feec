import { z } from 'zod'
import { againstWriting, Drive, driveId } from '#core/drive.ts'
import { Fault } from '#core/fault.ts'
import { refuse, Refusal } from '#core/refusal.ts'
import { faultWords, refusalWords } from '#core/words.ts'
import { DriveWrite, gaugeWords } from '#core/write-gauge.ts'
import { resultOf } from '#ipc/contract.ts'
import type { Hands } from '../site/door.ts'
import { layouts } from '../keys/image-layout.ts'
import { bootWords } from './boot-words.ts'
import { consentOf } from './consent.ts'
import { driveNamed, eraseWords } from './drive-rows.ts'
import { ask, clock, refusalEnding, stateOf, withHands } from './folder.ts'
import { done, need, usage, verb, type Call, type Ending } from './frame.ts'
import { imageSize, sizeOption } from './image-size.ts'
import { keyNamed } from './key-rows.ts'
import { errorOf } from './output.ts'
import { Written } from './written.ts'

const about = { kid: z.string(), drive: z.string(), target: z.string() }
const Bootable = z.object({
  uefi: z.boolean().nullable(),
  bios: z.boolean().nullable(),
  secureBoot: z.boolean().nullable(),
})
const Outcome = z.union([
  z.object({ ...about, ok: z.literal(true), value: Written.omit({ kid: true, target: true }), bootable: Bootable }),
  z.object({ ...about, ok: z.literal(false), refusal: Refusal }),
  z.object({ ...about, ok: z.literal(false), fault: Fault }),
])
type Outcome = z.infer<typeof Outcome>
const Listed = resultOf(z.object({ drives: z.array(Drive), empty: z.string().nullable() }))

const tellEveryMs = 1_000

/** Says now and then how far each drive is, until the work has ended. */
const tellProgress = async (call: Call<unknown>, hands: Hands, ended: AbortSignal): Promise<void> => {
  while (await clock.wait(tellEveryMs, ended)) {
    const gauges = await ask(hands, 'writes', null, z.record(z.string(), DriveWrite))
    for (const [id, gauge] of Object.entries(gauges))
      call.out.progress(`Key ${gauge.kid}, drive ${id}: ${gaugeWords(gauge)}.`)
  }
}

const rowOf = (outcome: Outcome) => {
  const { kid, drive, target } = outcome
  if (outcome.ok) return { kid, drive, target, ...outcome.value, bootable: outcome.bootable }
  const ending =
    'fault' in outcome
      ? ({ kind: 'fault', fault: outcome.fault } as const)
      : ({ kind: 'refusal', refusal: outcome.refusal } as const)
  return { kid, drive, target, verified: false, ...errorOf(ending) }
}

const lineOf = (outcome: Outcome): string => {
  const { kid, drive } = outcome
  if (!outcome.ok)
    return `Key ${kid} is not on drive ${drive}. ${'fault' in outcome ? faultWords(outcome.fault) : refusalWords(outcome.refusal)}`
  const { writeMs, verifyMs } = outcome.value
  const took = `written in ${(writeMs / 1000).toFixed(1)} s, read back and compared in ${(verifyMs / 1000).toFixed(1)} s`
  return `Key ${kid} is on drive ${drive}, ${took}. Boots: ${bootWords(outcome.bootable)}.`
}

const endingOf = (outcomes: readonly Outcome[]): Ending => {
  const targets = outcomes.map(rowOf)
  const written = outcomes.filter(outcome => outcome.ok).length
  const refused = outcomes.flatMap(outcome => ('refusal' in outcome ? [outcome.refusal] : []))
  const [first] = refused
  if (first && refused.length === outcomes.length)
    return refusalEnding(refuse(first.refused, ...refused.flatMap(refusal => refusal.reasons)), { targets })
  const status = written === outcomes.length ? 0 : written === 0 ? 1 : 4
  return done({ targets }, outcomes.map(lineOf).join('\n'), status)
}

/** Nothing is written at all while one of the drives must not be. */
const refusalOf = (drives: readonly Drive[], leastBytes: number): Ending | null => {
  const against = drives.flatMap(drive =>
    againstWriting(drive, leastBytes).map(reason => ({ ...reason, say: `Drive ${driveId(drive)}: ${reason.say}` })),
  )
  const [first] = against
  return first ? refusalEnding(refuse(first.code, ...against.map(reason => reason.say))) : null
}

export const made = verb({
  takes: ['KID…'],
  says: 'Erases USB drives and writes a key to each, all at once; each is read back past all caches and compared. The first key goes to the first drive, and so on.',
  options: {
    drive: { type: 'string', multiple: true, value: 'ID', says: 'a drive as "drives" lists it, one for each key' },
    size: sizeOption,
    url: { type: 'string', multiple: true, value: 'URL', says: 'where machines check in, instead of this laptop' },
    yes: { type: 'boolean', says: 'erase the drives without being asked for each' },
  },
  example: 'key write K2F7 K9QD --drive 2-1.4:4C530001 --drive 2-1.3:4C530002',
  run: async call => {
    const { drive: ids, size = '16', url } = call.options
    const kids = call.words
    if (ids.length !== kids.length) throw usage(`${kids.length} keys need as many --drive, not ${ids.length}`)
    if (new Set(ids).size < ids.length || new Set(kids).size < kids.length)
      throw usage('each key goes to one drive, and each drive gets one key')
    if (url.length > 4) throw usage('a key names at most four addresses')
    const sizeMiB = imageSize(size)
    const consent = consentOf(call, false, 'the drives may be erased ("drives" shows them)')
    const state = await stateOf(call)
    kids.forEach(kid => keyNamed(state, kid))
    return withHands(call, async hands => {
      const listing = need(await ask(hands, 'drives', { writers: Math.min(kids.length, 16) }, Listed))
      const drives = ids.map(id => driveNamed(listing, id))
      const refusal = refusalOf(drives, layouts[sizeMiB].imageBytes)
      if (refusal) return refusal
      for (const [at, drive] of drives.entries()) {
        const words = eraseWords(drive, listing.drives)
        const agreed = await consent(() => `Key ${kids[at]}: ${words}`, 'Everything on this drive is erased.')
        if (!agreed) return refusalEnding(refuse('notAgreed', 'Nothing was written.'))
      }
      const ended = new AbortController()
      // Only what was ordered here: the engine may be writing other drives for somebody else.
      call.onSignal().addEventListener('abort', () => ids.forEach(drive => void hands.call('cancelWrite', { drive })))
      const progress = tellProgress(call, hands, ended.signal)
      const urls = url.length === 0 ? null : [...url]
      const outcomes = await Promise.all(
        drives.map((drive, at) => ask(hands, 'writeKey', { kid: kids[at], drive, sizeMiB, urls }, Outcome)),
      )
      ended.abort()
      await progress
      return endingOf(outcomes)
    })
  },
})
