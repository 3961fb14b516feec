import { calls } from '#ipc/contract.ts'
import { ask, stateOf, withHands } from './folder.ts'
import { done, need, usage, verb } from './frame.ts'
import { outletsOf, pduNamed } from './outlets.ts'

export const made = verb({
  takes: ['NAME', 'OUTLET', 'TEXT'],
  says: 'Writes the name of an outlet on the PDU itself and reads it back. Nothing is switched.',
  options: {},
  example: 'pdu name pdu-a 7 "ceph-3 left"',
  run: async call => {
    const [name = '', number = '', text = ''] = call.words
    const pdu = pduNamed(await stateOf(call), name)
    const [outlet, ...others] = outletsOf(pdu, [number])
    if (outlet === undefined || others.length > 0) throw usage('one outlet is named at a time')
    return withHands(call, async hands => {
      const { before, after } = need(
        await ask(hands, 'nameOutlet', { pdu: pdu.id, outlet, text }, calls.nameOutlet.answer),
      )
      const said = before === after ? `is called "${after}" already` : `is called "${after}", no longer "${before}"`
      return done({ pdu: pdu.name, outlet, before, after }, `${pdu.name} outlet ${outlet} ${said}.`)
    })
  },
})
