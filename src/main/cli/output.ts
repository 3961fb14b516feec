// Where a verb speaks: results on standard output, everything else on standard error.
import { faultWords, refusalWords } from '#core/words.ts'
import { exits, type Ending } from './frame.ts'

export interface Output {
  readonly json: boolean
  /** True when a person sits at both ends and may be asked. */
  readonly asks: boolean
  /** One line of a stream: the object in JSON mode, else the text, if there is one. */
  line(json: unknown, text: string | null): void
  /** A message beside the result. */
  note(text: string): void
  /** Progress that is worth showing to a person only. */
  progress(text: string): void
  flushed(): Promise<void>
}

/** Names and labels come from PDUs and machines: no control characters of theirs reach a terminal. */
const tame = (text: string): string => text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '\u00b7')

export const makeOutput = (json: boolean): Output => {
  let pending: Promise<void> = Promise.resolve()
  const write = (stream: NodeJS.WriteStream, text: string): void => {
    const written = new Promise<void>(resolve => stream.write(`${text}\n`, () => resolve()))
    pending = pending.then(() => written)
  }
  const note = (text: string): void => write(process.stderr, tame(text))
  // Whoever read us has gone: nothing more is to be said.
  process.stdout.on('error', () => process.exit(exits.done))
  return {
    json,
    asks: process.stdin.isTTY && process.stderr.isTTY,
    line: (value, text) => {
      if (json) write(process.stdout, JSON.stringify(value))
      else if (text !== null) write(process.stdout, tame(text))
    },
    note,
    progress: text => (process.stderr.isTTY ? note(text) : undefined),
    flushed: () => pending,
  }
}

export const errorOf = (ending: Extract<Ending, { kind: 'fault' | 'refusal' | 'usage' }>): object => {
  switch (ending.kind) {
    case 'fault': {
      const { kind, where, detail, mend } = ending.fault
      return { error: { kind, message: faultWords({ kind, where, detail }), detail: mend ?? '' } }
    }
    case 'refusal': {
      const { refused, reasons } = ending.refusal
      return {
        ...ending.about,
        reasons,
        error: { kind: 'refused', message: refusalWords(ending.refusal), detail: refused, reasons },
      }
    }
    case 'usage':
      return { error: { kind: 'usage', message: ending.say, detail: 'racklight VERB --help shows how it is used.' } }
  }
}

/** Says how the verb ended and returns the exit status. */
export const tell = (out: Output, ending: Ending, name: string | null): number => {
  switch (ending.kind) {
    case 'done':
      out.line(ending.json, ending.text)
      return ending.status ?? exits.done
    case 'told':
      return ending.status
    case 'fault':
      if (out.json) out.line(errorOf(ending), null)
      else out.note(faultWords(ending.fault))
      return exits.fault
    case 'refusal':
      if (out.json) out.line(errorOf(ending), null)
      else out.note(`Refused. ${refusalWords(ending.refusal)}`)
      return exits.refused
    case 'usage':
      if (out.json) out.line(errorOf(ending), null)
      else out.note(`${ending.say}. See: racklight${name === null ? '' : ` ${name}`} --help`)
      return exits.usage
  }
}
