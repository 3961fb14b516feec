// From the words of the command line to a verb's call.
import { parseArgs } from 'node:util'
import { usage, type Specs, type Values, type Verb } from './frame.ts'

export const everyVerb = {
  json: { type: 'boolean', says: 'print JSON on standard output, and nothing else there' },
  data: { type: 'string', value: 'DIR', says: 'the data folder' },
  by: { type: 'string', value: 'NAME', says: 'who asks, for the journal' },
  help: { type: 'boolean', says: 'show this help' },
} as const satisfies Specs

export interface Parsed {
  readonly words: readonly string[]
  readonly options: Values<Specs>
  readonly common: Values<typeof everyVerb>
}

/** Which of the common options stand there, before the verb is known; nothing is judged. */
export const glance = (args: readonly string[]): { json: boolean; help: boolean } => {
  const end = args.indexOf('--')
  const before = end < 0 ? args : args.slice(0, end)
  return { json: before.includes('--json'), help: before.includes('--help') }
}

const filled = (specs: Specs, values: Readonly<Record<string, unknown>>): Values<Specs> =>
  Object.fromEntries(
    Object.entries(specs).map(([name, { type, multiple }]) => [
      name,
      values[name] ?? (type === 'boolean' ? false : multiple ? [] : undefined),
    ]),
  ) as Values<Specs>

const countWords = ({ takes }: Verb, words: readonly string[]): void => {
  const least = takes.filter(one => !one.startsWith('[')).length
  const most = takes.some(one => one.includes('…')) ? Infinity : takes.length
  if (words.length < least) throw usage(`${takes[words.length] ?? 'a word'} is missing`)
  if (words.length > most) throw usage(`"${words[most]}" is one word too many`)
}

export const parseCall = (made: Verb, args: readonly string[]): Parsed => {
  const specs: Specs = { ...everyVerb, ...made.options }
  const options = Object.fromEntries(
    Object.entries(specs).map(([name, { type, multiple = false }]) => [name, { type, multiple }]),
  )
  const parsed = ((): ReturnType<typeof parseArgs> => {
    try {
      return parseArgs({ args: [...args], options, strict: true, allowPositionals: true })
    } catch (error) {
      throw usage(error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error))
    }
  })()
  countWords(made, parsed.positionals)
  return {
    words: parsed.positionals,
    options: filled(made.options, parsed.values),
    common: filled(everyVerb, parsed.values) as unknown as Values<typeof everyVerb>,
  }
}
