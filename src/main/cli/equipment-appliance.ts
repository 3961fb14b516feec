import { ApplianceKind } from '#core/equipment.ts'
import { usage, verb } from './frame.ts'
import { mark } from './marks.ts'

const kinds = ApplianceKind.options.join('|')

export const made = verb({
  takes: ['NAME', 'OUTLET…'],
  says: 'Says that outlets feed an appliance, which never beats; they are never switched from then on.',
  options: {
    as: { type: 'string', value: kinds, says: 'what it is (default other)' },
    called: { type: 'string', value: 'TEXT', says: 'its name' },
  },
  example: 'equipment appliance pdu-a 1,2 --as switch --called sw-12',
  run: async call => {
    const [name = '', ...outlets] = call.words
    const what = ApplianceKind.safeParse(call.options.as ?? 'other')
    if (!what.success) throw usage(`--as is one of ${kinds}, not "${call.options.as}"`)
    const called = call.options.called ?? ''
    if (called === '' || called.length > 128) throw usage('--called takes 1 to 128 characters')
    return mark(call, name, outlets, { kind: 'attestAppliance', name: called, what: what.data })
  },
})
