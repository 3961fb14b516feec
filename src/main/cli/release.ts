import { verb } from './frame.ts'
import { mark } from './marks.ts'

export const made = verb({
  takes: ['NAME', 'OUTLET…'],
  says: 'Takes allocation, protection, tag and binding off outlets. What MAAS says of them stays.',
  options: {},
  example: 'release pdu-a 7',
  run: async call => {
    const [name = '', ...outlets] = call.words
    return mark(call, name, outlets, { kind: 'release' })
  },
})
