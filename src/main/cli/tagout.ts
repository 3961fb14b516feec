import { usage, verb } from './frame.ts'
import { mark } from './marks.ts'

export const made = verb({
  takes: ['NAME', 'OUTLET…'],
  says: 'Tags outlets out while somebody works there: they are switched neither on nor off. Off is not isolation; pull the cord before opening a chassis.',
  options: { why: { type: 'string', value: 'TEXT', says: 'who works there, and on what' } },
  example: 'tagout pdu-a 7 --why "fan replaced, Grace"',
  run: async call => {
    const [name = '', ...outlets] = call.words
    const { why } = call.options
    if (!why || why.length > 256) throw usage('--why is missing: who works there, and on what')
    return mark(call, name, outlets, { kind: 'tagOut', why })
  },
})
