import { forText } from '#core/key.ts'
import { inspectKey } from '../keys/inspect.ts'
import { bootWords } from './boot-words.ts'
import { clock, stateOf } from './folder.ts'
import { done, need, verb } from './frame.ts'
import { isoOrNull, table } from './words.ts'

export const made = verb({
  takes: ['FILE|DEVICE|DIR'],
  says: 'Shows what a key holds, from its volume, its drive, an image of it, or its key.json. The secret is never shown.',
  options: {},
  example: 'key inspect /media/ENLISTKEY',
  run: async call => {
    const { for: what, bootable, ...key } = need(await inspectKey(clock, call.words[0] ?? ''))
    const known = (await stateOf(call)).keys[key.kid]
    const expiresAt = isoOrNull(known?.expiresAt ?? null)
    const row = { ...key, for: forText(what), expiresAt, inStock: known !== undefined, bootable }
    const lines = [
      ['key', key.kid],
      ['for', row.for],
      ['checks in at', key.checkIn.urls.join(', ')],
      ['pin', key.checkIn.pin],
      ['made', key.madeAt],
      ['expires', expiresAt ?? (known ? 'not issued' : 'not a key of this site')],
      ['boots', bootWords(bootable)],
    ]
    return done(row, table(lines))
  },
})
