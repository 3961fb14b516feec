import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { fault } from '#core/fault.ts'
import { csv } from '../export/csv.ts'
import { stateOf } from './folder.ts'
import { done, need, usage, verb } from './frame.ts'
import { everyOutlet, mapRows, type MapRows } from './map-rows.ts'

const columns = ['pdu', 'outlet', 'feed', 'grade', 'serial', 'uuid', 'macs', 'system_id', 'bound_at']

const formats: Readonly<Record<string, (rows: MapRows) => string>> = {
  json: rows => `${JSON.stringify(rows, null, 1)}\n`,
  csv: ({ map }) =>
    csv(
      columns,
      map.map(({ pdu, outlet, feed, grade, machine, boundAt }) => [
        pdu,
        outlet,
        feed,
        grade,
        machine.serial,
        machine.uuid,
        machine.macs.join(' '),
        machine.systemId ?? '',
        boundAt,
      ]),
    ),
}

export const made = verb({
  takes: ['csv|json'],
  says: 'Writes the map to a file: as CSV the bindings, as JSON also what is not bound and why.',
  options: { out: { type: 'string', value: 'FILE', says: 'the file to write' } },
  example: 'export csv --out map.csv',
  run: async call => {
    const [name = ''] = call.words
    const format = Object.hasOwn(formats, name) ? formats[name] : undefined
    if (!format) throw usage(`the map is exported as ${Object.keys(formats).join(' or ')}, not "${name}"`)
    const { out } = call.options
    if (!out) throw usage('--out is missing: which file')
    const state = await stateOf(call)
    const rows = mapRows(state, everyOutlet(state))
    const text = format(rows)
    const file = resolve(out)
    await writeFile(file, text).catch((error: unknown) => {
      const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
      need(fault('io', file, `It cannot be written (${code}).`, 'Name another file.'))
    })
    const sizeBytes = Buffer.byteLength(text)
    return done({ format: name, file, bindings: rows.map.length, sizeBytes }, `${rows.map.length} bindings in ${file}.`)
  },
})
