import { writeFile } from 'node:fs/promises'
import type { PduAccess } from '#core/ports.ts'
import type { Anonymous } from '../pdu/anonymise.ts'
import { makePduPort } from '../pdu/port.ts'
import { recordPdu } from '../pdu/record.ts'
import { accessOf } from '../site/pdus.ts'
import { clock } from './folder.ts'
import { done, need, Stop, verb, type Call } from './frame.ts'
import { accessOptions, entryFrom } from './pdu-access.ts'
import { probeLines, probeRow } from './rows.ts'
import { table } from './words.ts'

/** Never writes over a file that is there. */
const write = async (path: string, text: string): Promise<void> => {
  try {
    await writeFile(path, text, { flag: 'wx' })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    const detail = code === 'EEXIST' ? 'The file exists already.' : `The file cannot be written (${code}).`
    throw new Stop({ kind: 'fault', fault: { kind: 'io', where: path, detail, mend: 'Name another file.' } })
  }
}

const record = async ({ out, onSignal }: Call<unknown>, access: PduAccess, path: string, plain: readonly string[]) => {
  const onRows = (rows: number): void => out.progress(`${rows} rows …`)
  const recorded: Anonymous = need(await recordPdu({ access, plain, onRows }, { clock, cancel: onSignal() }))
  await write(path, recorded.text)
  const { texts, bytes, addresses, leftOut } = recorded.replaced
  out.note(
    `${path}: ${recorded.rows} rows. Replaced, the same by the same: ${texts} texts (names, serials, places, persons), ${bytes} byte strings (MACs, ids), ${addresses} addresses; left out: ${leftOut} rows with an address or a name in their index. States, loads and counts are as they were. Look it through before you send it.`,
  )
  return { file: path, rows: recorded.rows, replaced: recorded.replaced }
}

export const made = verb({
  takes: ['HOST[:PORT]'],
  says: 'Detects a PDU and lists its outlets. Reads only, and needs no data folder. With --record it also writes down a walk without names, serials and addresses, for somebody who teaches Racklight this kind of PDU.',
  options: {
    record: { type: 'string', value: 'FILE', says: 'write an anonymous walk in snmprec form' },
    ...accessOptions,
  },
  example: 'pdu probe 10.0.0.21 --community-file ./community',
  run: async call => {
    const { words, options, out } = call
    const access = accessOf(await entryFrom(words[0] ?? '', options))
    out.progress(`Asking ${words[0]} …`)
    const probed = await makePduPort({ clock }).probe(access)
    // A kind that is not known is the one most worth recording.
    const plain = probed.ok ? [probed.value.facts.vendor, probed.value.facts.model, probed.value.facts.firmware] : []
    const worth = probed.ok || probed.fault.kind === 'notSupported'
    const recorded =
      options.record === undefined || !worth ? undefined : await record(call, access, options.record, plain)
    const row = probeRow(need(probed))
    return done({ ...row, ...(recorded ? { recorded } : {}) }, [table(probeLines(row)), ...row.warnings].join('\n'))
  },
})
