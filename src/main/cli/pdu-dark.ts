import { createInterface } from 'node:readline/promises'
import { calls, Receipt } from '#ipc/contract.ts'
import { accepted, ask, clock, stateOf, withHands } from './folder.ts'
import { done, need, usage, verb, type Call } from './frame.ts'
import { pduNamed } from './outlets.ts'
import { iso } from './words.ts'

const typedName = async (call: Call<unknown>, name: string, given: string | undefined): Promise<string> => {
  if (given !== undefined) return given
  if (!call.out.asks) throw usage('without a terminal --typed must repeat the name of the PDU')
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return (await terminal.question(`Type ${name} to give all of them free to be cut: `)).trim()
  } finally {
    terminal.close()
  }
}

const load = (watts: number | null): string => (watts === null ? 'load not known' : `${watts} W`)

export const made = verb({
  takes: ['NAME'],
  says: 'Declares a PDU dark: everything that is on there may be cut, by the list with its loads. Refused where anything names an outlet on it. Switches nothing itself.',
  options: { typed: { type: 'string', value: 'NAME', says: 'the name of the PDU once more, as typed by a person' } },
  example: 'pdu dark pdu-a',
  run: async call => {
    const [name = ''] = call.words
    const pdu = pduNamed(await stateOf(call), name)
    return withHands(call, async hands => {
      const { outlets, totalWatts } = need(await ask(hands, 'listOn', { pdu: pdu.id }, calls.listOn.answer))
      if (outlets.length === 0) return done({ pdu: pdu.name, outlets }, `Nothing is on at ${pdu.name}.`)
      const lines = outlets.map(({ outlet, watts }) => `  ${outlet}  ${load(watts)}`)
      call.out.note([`On at ${pdu.name}, ${load(totalWatts)} in all:`, ...lines].join('\n'))
      const typed = await typedName(call, pdu.name, call.options.typed)
      accepted(await ask(hands, 'command', { kind: 'declareDark', pdu: pdu.id, typed, outlets, by: call.by }, Receipt))
      const until = (await stateOf(call)).pdus[pdu.id]?.outlets[outlets[0]?.outlet ?? '']?.unlockedUntil ?? clock.now()
      return done(
        { pdu: pdu.name, outlets, totalWatts, until: iso(until) },
        `${outlets.length} outlets of ${pdu.name} may be cut until ${iso(until)}, each once.`,
      )
    })
  },
})
