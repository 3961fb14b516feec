// The command line: finds the verb, runs it, and says how it ended. It needs no display and no Electron.
import { hostname, userInfo } from 'node:os'
import { resolve } from 'node:path'
import { Stop, usage, type Call, type Ending, type Verb } from './frame.ts'
import { allHelp, verbHelp } from './help.ts'
import { makeOutput, tell, type Output } from './output.ts'
import { glance, parseCall, type Parsed } from './parse.ts'
import { findVerb, verbs } from './verbs.ts'
import { defaultDataDir } from '../site/data-dir.ts'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

const onSignal = (): (() => AbortSignal) => {
  let stop: AbortController | null = null
  return () => {
    if (stop) return stop.signal
    const asked = (stop = new AbortController())
    for (const signal of signals) process.on(signal, () => asked.abort(signal))
    return asked.signal
  }
}

const callOf = ({ words, options, common }: Parsed, out: Output): Call<Parsed['options']> => {
  if (common.data === '') throw usage('--data needs the name of a folder')
  if (common.by !== undefined && !/^[^\p{Cc}]{1,128}$/u.test(common.by)) throw usage('--by needs a name')
  return {
    words,
    options,
    dir: resolve(common.data ?? defaultDataDir()),
    dirChosen: common.data !== undefined || Boolean(process.env['RACKLIGHT_DATA']),
    by: { person: common.by ?? userInfo().username, host: hostname() },
    out,
    onSignal: onSignal(),
  }
}

const runVerb = async (made: Verb, args: readonly string[], out: Output): Promise<Ending> => {
  try {
    return await made.run(callOf(parseCall(made, args), out))
  } catch (error) {
    if (error instanceof Stop) return error.ending
    throw error
  }
}

const bug = (error: unknown): Ending => {
  const said = error instanceof Error ? error : new Error(String(error))
  if (process.env['RACKLIGHT_DEBUG']) process.stderr.write(`${said.stack ?? ''}\n`)
  const mend = 'This is a mistake in Racklight. RACKLIGHT_DEBUG=1 shows where.'
  return { kind: 'fault', fault: { kind: 'bug', where: 'racklight', detail: said.message, mend } }
}

/** Runs what stands after the program's name, and gives the exit status once both streams have been written. */
export const runCommandLine = async (args: readonly string[]): Promise<number> => {
  const { json, help } = glance(args)
  const out = makeOutput(json)
  const end = async (ending: Ending, name: string | null): Promise<number> => {
    const status = tell(out, ending, name)
    await out.flushed()
    return status
  }
  const showHelp = (text: string): Promise<number> => end({ kind: 'done', json: { help: text }, text }, null)

  const found = findVerb(args)
  if (!found) {
    const first = args.find(word => !word.startsWith('-'))
    if (first === undefined && (help || args.length === 0)) return showHelp(allHelp(verbs))
    const family = Object.entries(verbs).filter(([name]) => name.startsWith(`${first} `))
    if (help && family.length > 0) return showHelp(allHelp(Object.fromEntries(family)))
    const others = family.map(([name]) => name).join(', ')
    const say = first === undefined ? 'Which verb' : `There is no verb "${args.slice(0, 2).join(' ')}"`
    return end({ kind: 'usage', say: others === '' ? say : `${say}, but ${others}` }, null)
  }
  const { name, entry, rest } = found
  try {
    const { made } = await entry.load()
    if (help) return await showHelp(verbHelp(name, made))
    return await end(await runVerb(made, rest, out), name)
  } catch (error) {
    return end(bug(error), name)
  }
}
