import { usage, verb } from './frame.ts'
import { mark } from './marks.ts'

export const made = verb({
  takes: ['NAME', 'OUTLET…'],
  says: 'Says what an outlet feeds. Racklight then leaves it alone until it is released.',
  options: { to: { type: 'string', value: 'WHAT', says: 'what hangs on it' } },
  example: 'allocate pdu-a 11 --to ceph-3',
  run: async call => {
    const [name = '', ...outlets] = call.words
    const { to } = call.options
    if (!to || to.length > 256) throw usage('--to is missing: what does the outlet feed')
    return mark(call, name, outlets, { kind: 'allocate', to })
  },
})
