import { stateOf } from './folder.ts'
import { done, verb } from './frame.ts'
import { pduRow } from './rows.ts'
import { table } from './words.ts'

export const made = verb({
  takes: [],
  says: 'Lists the PDUs of this site as they were last read.',
  options: {},
  example: 'pdu list --json',
  run: async call => {
    const state = await stateOf(call)
    const pdus = Object.values(state.pdus)
      .map(pduRow)
      .sort((a, b) => a.name.localeCompare(b.name))
    const lines = pdus.map(({ name, address, feed, vendor, model, serial, outlets, on, keepOn, silent }) => [
      name,
      `feed ${feed}`,
      address,
      `${vendor} ${model}`,
      serial,
      `${on} of ${outlets} on`,
      silent !== null ? 'no answer' : keepOn === null ? 'not said what must stay on' : '',
    ])
    return done({ pdus }, pdus.length === 0 ? 'No PDUs yet. Add one with "pdu add".' : table(lines))
  },
})
