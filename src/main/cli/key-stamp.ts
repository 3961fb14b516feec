import { resolve } from 'node:path'
import { resultOf } from '#ipc/contract.ts'
import { ask, stateOf, withHands } from './folder.ts'
import { done, need, usage, verb } from './frame.ts'
import { keyNamed } from './key-rows.ts'
import { Written } from './written.ts'

export const made = verb({
  takes: ['KID'],
  says: 'Writes a key as a file to the top of a mounted FAT volume and reads it back.',
  options: {
    dir: { type: 'string', value: 'DIR', says: 'where the volume is mounted' },
    url: { type: 'string', multiple: true, value: 'URL', says: 'where machines check in, instead of this laptop' },
  },
  example: 'key stamp K2F7 --dir /media/ENLISTKEY',
  run: async call => {
    const [kid = ''] = call.words
    const { dir, url } = call.options
    if (!dir) throw usage('--dir is missing: where is the volume mounted')
    if (url.length > 4) throw usage('a key names at most four addresses')
    keyNamed(await stateOf(call), kid)
    return withHands(call, async hands => {
      const what = { kid, folder: resolve(dir), urls: url.length === 0 ? null : [...url] }
      const stamped = need(await ask(hands, 'stampKey', what, resultOf(Written)))
      return done(stamped, `Key ${kid} is on ${stamped.target}, ${stamped.bytes} bytes, read back and compared.`)
    })
  },
})
