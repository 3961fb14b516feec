import { resolve } from 'node:path'
import { cordLabel, keyLabel, labelFormats, labelSizes, machineLabels, type Label } from '#core/label.ts'
import type { State } from '#core/state.ts'
import { writeLabels } from '../export/labels.ts'
import { clock, stateOf } from './folder.ts'
import { done, need, usage, verb } from './frame.ts'
import { keyNamed } from './key-rows.ts'
import { parsePlace } from './outlets.ts'

interface Wish {
  readonly kids: readonly string[]
  readonly all: boolean
  readonly cords: readonly string[]
  readonly machines: boolean
}

/** In the order of keys, cords, machines; revoked and spent keys only where they are named. */
const labelsOf = (state: State, { kids, all, cords, machines }: Wish): Label[] => {
  const named = kids.flatMap(list => list.split(',')).map(kid => keyNamed(state, kid.trim()))
  const alive = all ? Object.values(state.keys).filter(key => key.revokedAt === null && key.spentAt === null) : []
  const keys = [...new Set([...named, ...alive])]
  const outlets = cords.flatMap(place => parsePlace(state, place))
  return [
    ...keys.map(keyLabel),
    ...outlets.flatMap(ref => cordLabel(state, ref) ?? []),
    ...(machines ? machineLabels(state) : []),
  ]
}

export const made = verb({
  takes: [],
  says: 'Writes labels for keys, cords and machines to a file. A label carries a name and a code for the scanner, never a secret.',
  options: {
    keys: { type: 'string', multiple: true, value: 'KID,…', says: 'these keys' },
    all: { type: 'boolean', says: 'every key that is neither spent nor revoked' },
    cords: { type: 'string', multiple: true, value: 'NAME[:1-8,11]', says: 'the cords of these outlets' },
    machines: { type: 'boolean', says: 'every machine that has proved who it is' },
    format: { type: 'string', value: 'pdf|svg|csv', says: 'a page for each label (default), one sheet, or rows' },
    size: { type: 'string', value: '12mm|24mm|50x25', says: 'tape of that width (default 24mm), or a label in mm' },
    out: { type: 'string', value: 'FILE', says: 'the file; an old one is replaced' },
  },
  example: 'labels --keys K2F7,K9QD --format pdf --size 12mm --out keys.pdf',
  run: async call => {
    const { keys, all, cords, machines, out } = call.options
    const format = labelFormats.find(one => one === (call.options.format ?? 'pdf'))
    const size = labelSizes.find(one => one === (call.options.size ?? '24mm'))
    if (!format) throw usage(`--format is ${labelFormats.join(', ')}, not "${call.options.format}"`)
    if (!size) throw usage(`--size is ${labelSizes.join(', ')}, not "${call.options.size}"`)
    if (!out) throw usage('--out is missing: the file to write')
    if (keys.length === 0 && cords.length === 0 && !all && !machines)
      throw usage('say what to label: --keys, --all, --cords or --machines')
    const labels = labelsOf(await stateOf(call), { kids: keys, all, cords, machines })
    const file = resolve(out)
    const sizeBytes = need(await writeLabels(clock, labels, { format, size }, file))
    const files = [{ file, format, size, labels: labels.length, sizeBytes }]
    return done({ files }, `${labels.length === 1 ? '1 label' : `${labels.length} labels`} in ${file}.`)
  },
})
