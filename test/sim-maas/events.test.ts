// The diary of true regions, entry by entry, put into the double: it must page through it as they did.
import { describe, expect, it, onTestFinished } from 'vitest'
import { oauthHeader } from '#main/maas/oauth.ts'
import { systemClock } from '#main/engine/system-clock.ts'
import { makeVirtualMaas } from '#sim/maas/virtual-maas.ts'
import type { Level } from '#sim/maas/world.ts'
import { eventRecordings } from './event-recordings.ts'
import { ask, readRecordings, recordingsExist, type Recording } from './recording.ts'

interface Entry {
  readonly id: number
  readonly node: string
  readonly hostname: string
  readonly level: Level
  readonly type: string
  readonly description: string
}
interface Page {
  readonly count: number
  readonly events: readonly Entry[]
  readonly next_uri: string | null
  readonly prev_uri: string | null
}

/** Made in the region's database by hand, after every other question had been asked. */
const byHand = 361

const pageOf = (text: string): Page => JSON.parse(text) as Page

/** The page with its ids moved by so many; who did it and when is of no account. */
const moved = ({ count, events, next_uri: next, prev_uri: previous }: Page, by: number) => {
  const uri = (text: string | null): string | null =>
    text?.replace(/(after|before)=(\d+)/, (_, word, id) => `${word}=${Number(id) + by}`) ?? null
  const entries = events.map(({ id, node, hostname, level, type, description }) => {
    return { id: id + by, node, hostname, level, type, description }
  })
  return { count, events: entries, next: uri(next), previous: uri(previous) }
}

describe.skipIf(!recordingsExist)('the diary of the MAAS double against the recordings', () => {
  it.each([
    ['3.4.10', ''],
    ['3.7.3', '3.7.3'],
  ])('pages as %s did', async (version, folder) => {
    const recordings = readRecordings(folder).filter(({ number }) => eventRecordings.includes(number))
    expect(recordings.map(({ number }) => number)).toEqual(eventRecordings)
    const all = recordings.flatMap(one => pageOf(one.response.body).events.map(entry => ({ entry, of: one.number })))
    const maas = makeVirtualMaas({ clock: systemClock, version })
    await maas.open()
    onTestFinished(() => maas.close())
    const names = new Map<string, string>()
    for (const { entry } of all)
      if (!names.has(entry.node))
        names.set(entry.node, maas.addMachine({ macs: [], hostname: entry.hostname }).systemId)
    const other = maas.addMachine({ macs: [], hostname: 'nobody' }).systemId
    let next = Math.min(...all.map(({ entry }) => entry.id))
    let shift = 0
    const noteUpTo = (last: number): void => {
      for (; next <= last; next++) {
        const entry = all.find(one => one.entry.id === next)?.entry
        const made = entry
          ? maas.noteEvent(names.get(entry.node) ?? '', entry.level, entry.type, entry.description)
          : maas.noteEvent(other, 'DEBUG', 'an entry that no recording shows')
        shift = made - next
      }
    }
    const answerTo = async ({ request }: Recording): Promise<Page> => {
      let path = request.path.replace(/(after|before)=(\d+)/, (_, word, id) => `${word}=${Number(id) + shift}`)
      for (const [theirs, ours] of names) path = path.replaceAll(theirs, ours)
      const [consumer = '', token = '', secret = ''] = maas.apiKey.split(':')
      const headers = { Authorization: oauthHeader({ consumer, token, secret }, systemClock.now()) }
      let { body } = await ask(new URL(maas.url), { ...request, path, headers })
      for (const [theirs, ours] of names) body = body.replaceAll(ours, theirs)
      return pageOf(body)
    }
    noteUpTo(Math.max(...all.filter(({ of }) => of !== byHand).map(({ entry }) => entry.id)))
    for (const recording of recordings) {
      if (recording.number === byHand) noteUpTo(Math.max(...all.map(({ entry }) => entry.id)))
      const { name } = recording
      const answered = { name, ...moved(await answerTo(recording), -shift) }
      expect(answered).toEqual({ name, ...moved(pageOf(recording.response.body), 0) })
    }
  })
})
