import { Receipt } from '#ipc/contract.ts'
import { accepted, ask, stateOf, withHands } from './folder.ts'
import { done, verb } from './frame.ts'
import { outletsOf, pduNamed, shortList } from './outlets.ts'
import { outletRows } from './rows.ts'

export const made = verb({
  takes: ['NAME', 'none|OUTLET…'],
  says: 'Answers what must stay on at a PDU: switches, KVM, the charger of this laptop. No run starts without the answer; a new answer replaces the old one.',
  options: {},
  example: 'keepon pdu-a 1,2',
  run: async call => {
    const [name = '', ...texts] = call.words
    const pdu = pduNamed(await stateOf(call), name)
    const outlets = texts.length === 1 && texts[0] === 'none' ? [] : outletsOf(pdu, texts)
    return withHands(call, async hands => {
      accepted(await ask(hands, 'command', { kind: 'answerKeepOn', pdu: pdu.id, outlets, by: call.by }, Receipt))
      const { json } = outletRows(await stateOf(call), pdu.id, outlets)
      const text = outlets.length === 0 ? 'nothing' : `outlets ${shortList(outlets)}`
      return done({ pdu: pdu.name, ...json }, `At PDU ${pdu.name} ${text} must stay on.`)
    })
  },
})
