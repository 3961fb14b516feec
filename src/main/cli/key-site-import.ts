import { z } from 'zod'
import { fault } from '#core/fault.ts'
import { resultOf } from '#ipc/contract.ts'
import { readIfThere } from '../store/replace-file.ts'
import { ask, withHands } from './folder.ts'
import { done, need, verb } from './frame.ts'
import { passphraseFrom, passphraseOptions } from './passphrase.ts'

const Imported = resultOf(z.object({ pin: z.string(), before: z.string().nullable() }))

export const made = verb({
  takes: ['FILE'],
  says: 'Takes over the site key that another laptop of the site has exported, so that keys stamped there find their pin here.',
  options: {
    ...passphraseOptions,
    replace: { type: 'boolean', says: 'the site key of this folder may go; keys that pin it must be stamped anew' },
  },
  example: 'key site import ./site-key.json --passphrase-file ./passphrase',
  run: async call => {
    const [file = ''] = call.words
    const passphrase = await passphraseFrom(call.options)
    const text = need(await readIfThere(file))
    if (text === undefined) need(fault('gone', file, 'There is no such file.', 'Name the file that was exported.'))
    return withHands(call, async hands => {
      const what = { text: text ?? '', passphrase, replace: call.options.replace }
      const { pin, before } = need(await ask(hands, 'importSiteKey', what, Imported))
      const gone = before === null || before === pin ? '' : ` Keys that pin ${before} must be stamped anew.`
      return done({ pin, before }, `The site key is now the one that was exported (${pin}).${gone}`)
    })
  },
})
