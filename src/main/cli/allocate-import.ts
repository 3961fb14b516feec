import { readFile } from 'node:fs/promises'
import { Receipt } from '#ipc/contract.ts'
import { fault } from '#core/fault.ts'
import { readAllocations } from './allocation-file.ts'
import { accepted, ask, stateOf, withHands } from './folder.ts'
import { done, need, verb } from './frame.ts'
import { outletsOf, pduNamed } from './outlets.ts'
import { outletRow } from './rows.ts'

const textOf = (path: string): Promise<string> =>
  readFile(path, 'utf8').catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    return need(fault('gone', path, `It cannot be read (${code}).`, 'Name another file.'))
  })

export const made = verb({
  takes: ['FILE'],
  says: 'Imports what outlets feed, from CSV with the columns pdu, outlet and to, or from a JSON list of the same. All of it is checked before any of it is taken.',
  options: {},
  example: 'allocate import allocations.csv',
  run: async call => {
    const [file = ''] = call.words
    const read = readAllocations(await textOf(file))
    if (!read.ok) return { kind: 'fault', fault: fault('malformed', file, read.why, 'Nothing was imported.').fault }
    const state = await stateOf(call)
    const wanted = read.rows.map(({ pdu: name, outlet, to }) => {
      const pdu = pduNamed(state, name)
      return { pdu: pdu.id, outlets: outletsOf(pdu, [outlet]), to }
    })
    return withHands(call, async hands => {
      for (const { pdu, outlets, to } of wanted)
        accepted(await ask(hands, 'command', { kind: 'allocate', pdu, outlets, to, by: call.by }, Receipt))
      const after = await stateOf(call)
      const outlets = wanted.flatMap(({ pdu: id, outlets: numbers }) => {
        const pdu = after.pdus[id]
        return numbers.flatMap(number => {
          const outlet = pdu?.outlets[number]
          return pdu && outlet ? [outletRow(after, pdu, outlet)] : []
        })
      })
      return done({ outlets }, `${outlets.length} outlets are allocated.`)
    })
  },
})
