// What the window is started with. Anything else on the line is Chromium's own and passes by.
// Read before the first window stands, hence without the schema library.
export interface Flags {
  readonly dataDir: string | null
  /** Open straight into a practice run. */
  readonly practice: boolean
  /** With `practice`: end with a status once the map stands in MAAS, or when it cannot. */
  readonly exitWhenDone: boolean
  readonly outlets: number | null
  readonly pace: number | null
}

/** Null without the flag, undefined where its value is missing. */
const valueOf = (argv: readonly string[], name: string): string | null | undefined => {
  const at = argv.findIndex(arg => arg === name || arg.startsWith(`${name}=`))
  if (at < 0) return null
  const arg = argv[at] ?? ''
  return arg === name ? argv[at + 1] : arg.slice(name.length + 1)
}

const numberOf = (argv: readonly string[], name: string, least: number, most: number): number | null | undefined => {
  const text = valueOf(argv, name)
  if (text === null) return null
  const value = Number(text)
  return text !== undefined && /^\d+$/.test(text) && value >= least && value <= most ? value : undefined
}

/** The flags, or a sentence about what is wrong with them. */
export const readFlags = (argv: readonly string[]): Flags | string => {
  const dataDir = valueOf(argv, '--data')
  if (dataDir === undefined || dataDir === '') return '--data wants the path of a folder.'
  const outlets = numberOf(argv, '--outlets', 2, 48)
  if (outlets === undefined) return '--outlets wants a number from 2 to 48.'
  const pace = numberOf(argv, '--pace', 1, 10_000)
  if (pace === undefined) return '--pace wants a whole number from 1 to 10000.'
  const exitWhenDone = argv.includes('--exit-when-done')
  return { dataDir, practice: argv.includes('--practice') || exitWhenDone, exitWhenDone, outlets, pace }
}

// Chromium wants it of root and reads it itself; where it stands before the verb it is no word of ours.
const notOurs = new Set(['--no-sandbox', '--'])

/** The words of a verb, where the packed app is called as the command line; null where the window is meant. */
export const verbWords = (argv: readonly string[]): readonly string[] | null => {
  const words = argv.slice(1)
  while (words[0] !== undefined && notOurs.has(words[0])) words.shift()
  const isVerb = words[0] !== undefined && !words[0].startsWith('-')
  return isVerb || words.includes('--help') || words.includes('--json') ? words : null
}
