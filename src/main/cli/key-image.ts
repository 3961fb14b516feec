import { resolve } from 'node:path'
import { z } from 'zod'
import { resultOf } from '#ipc/contract.ts'
import { bootWords } from './boot-words.ts'
import { ask, stateOf, withHands } from './folder.ts'
import { done, need, usage, verb } from './frame.ts'
import { imageSize, sizeOption } from './image-size.ts'
import { keyNamed } from './key-rows.ts'
import { Written } from './written.ts'

const maybe = z.boolean().nullable()
const WrittenImage = Written.extend({ bootable: z.object({ uefi: maybe, bios: maybe, secureBoot: maybe }) })

export const made = verb({
  takes: ['KID'],
  says: 'Writes a key to a file, as the image of a whole drive, and reads it back. Where the boot payload is at hand, machines start from it.',
  options: {
    out: { type: 'string', value: 'FILE', says: 'the file; an old one is replaced' },
    size: sizeOption,
    url: { type: 'string', multiple: true, value: 'URL', says: 'where machines check in, instead of this laptop' },
  },
  example: 'key image K2F7 --out K2F7.img',
  run: async call => {
    const [kid = ''] = call.words
    const { out, size = '16', url } = call.options
    if (!out) throw usage('--out is missing: the file to write')
    const sizeMiB = imageSize(size)
    if (url.length > 4) throw usage('a key names at most four addresses')
    keyNamed(await stateOf(call), kid)
    return withHands(call, async hands => {
      const what = { kid, target: resolve(out), sizeMiB, urls: url.length === 0 ? null : [...url] }
      call.out.progress(`Key ${kid}: building an image of ${sizeMiB} MiB.`)
      const written = need(await ask(hands, 'imageKey', what, resultOf(WrittenImage)))
      call.out.progress(`Key ${kid}: written in ${written.writeMs} ms, read back in ${written.verifyMs} ms.`)
      if (!written.bootable.uefi && !written.bootable.bios)
        call.out.note(
          'No machine starts from it, because the boot payload for this size is not here. It proves all the same, through the enlisting script.',
        )
      const boots = bootWords(written.bootable)
      return done(written, `Key ${kid} is in ${written.target}, read back and compared. Boots: ${boots}.`)
    })
  },
})
