// Marks on outlets: set by one command, shown as they stand afterwards.
import { Receipt } from '#ipc/contract.ts'
import { accepted, ask, stateOf, withHands } from './folder.ts'
import { done, type Call, type Ending } from './frame.ts'
import { outletsOf, pduNamed } from './outlets.ts'
import { outletRows } from './rows.ts'

/** Sends one command about these outlets and answers with their rows. */
export const mark = async (
  call: Call<unknown>,
  name: string,
  texts: readonly string[],
  command: Readonly<Record<string, unknown>>,
): Promise<Ending> => {
  const pdu = pduNamed(await stateOf(call), name)
  const outlets = outletsOf(pdu, texts)
  return withHands(call, async hands => {
    accepted(await ask(hands, 'command', { ...command, pdu: pdu.id, outlets, by: call.by }, Receipt))
    const { json, text } = outletRows(await stateOf(call), pdu.id, outlets)
    return done(json, text)
  })
}
