import { makePduPort } from '../pdu/port.ts'
import { accessOf } from '../site/pdus.ts'
import { clock } from './folder.ts'
import { done, need, verb } from './frame.ts'
import { accessOptions, entryFrom } from './pdu-access.ts'
import { probeLines, probeRow } from './rows.ts'
import { table } from './words.ts'

export const made = verb({
  takes: ['HOST[:PORT]'],
  says: 'Detects a PDU and lists its outlets. Reads only, and needs no data folder.',
  options: accessOptions,
  example: 'pdu probe 10.0.0.21 --community-file ./community',
  run: async ({ words, options, out }) => {
    const entry = await entryFrom(words[0] ?? '', options)
    out.progress(`Asking ${words[0]} …`)
    const row = probeRow(need(await makePduPort({ clock }).probe(accessOf(entry))))
    return done(row, [table(probeLines(row)), ...row.warnings].join('\n'))
  },
})
