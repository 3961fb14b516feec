import { resolve } from 'node:path'
import { exportSiteKey } from '../site/site-key.ts'
import { readIfThere, replaceFile } from '../store/replace-file.ts'
import { clock } from './folder.ts'
import { done, need, Stop, verb } from './frame.ts'
import { passphraseFrom, passphraseOptions } from './passphrase.ts'
import { existingVault } from './vault.ts'

export const made = verb({
  takes: ['FILE'],
  says: 'Writes the site’s own key, which every enlistment key pins, to a file sealed by a passphrase of at least 12 characters. The secrets of the enlistment keys are not in it.',
  options: passphraseOptions,
  example: 'key site export ./site-key.json --passphrase-file ./passphrase',
  run: async call => {
    const file = resolve(call.words[0] ?? '')
    const passphrase = await passphraseFrom(call.options)
    if (need(await readIfThere(file)) !== undefined) {
      const mend = 'Name a file that is not there yet.'
      throw new Stop({
        kind: 'fault',
        fault: { kind: 'denied', where: file, detail: 'There is a file already.', mend },
      })
    }
    const { text, pin } = need(await exportSiteKey(await existingVault(call), clock, passphrase))
    need(await replaceFile(file, text))
    return done({ file, pin }, `The site key (${pin}) is in ${file}, sealed by the passphrase.`)
  },
})
