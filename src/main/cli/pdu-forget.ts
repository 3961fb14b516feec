import { Receipt } from '#ipc/contract.ts'
import { accepted, ask, stateOf, withHands } from './folder.ts'
import { done, verb } from './frame.ts'
import { pduNamed } from './outlets.ts'

export const made = verb({
  takes: ['NAME'],
  says: 'Takes a PDU out of this site, with its marks and bindings. Nothing is switched.',
  options: {},
  example: 'pdu forget pdu-a',
  run: async call => {
    const pdu = pduNamed(await stateOf(call), call.words[0] ?? '')
    return withHands(call, async hands => {
      accepted(await ask(hands, 'command', { kind: 'forgetPdu', pdu: pdu.id, by: call.by }, Receipt))
      return done({ name: pdu.name, serial: pdu.id }, `PDU ${pdu.name} is forgotten.`)
    })
  },
})
