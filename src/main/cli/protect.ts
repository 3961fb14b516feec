import { usage, verb } from './frame.ts'
import { mark } from './marks.ts'

export const made = verb({
  takes: ['NAME', 'OUTLET…'],
  says: 'Marks outlets that are never to be touched, such as those of switches.',
  options: { why: { type: 'string', value: 'TEXT', says: 'the reason, shown wherever it matters' } },
  example: 'protect pdu-a 1,2 --why "top-of-rack switch"',
  run: async call => {
    const [name = '', ...outlets] = call.words
    const why = call.options.why ?? `${call.by.person} protected it`
    if (why === '' || why.length > 256) throw usage('--why takes 1 to 256 characters')
    return mark(call, name, outlets, { kind: 'protect', why })
  },
})
