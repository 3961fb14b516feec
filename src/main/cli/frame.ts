// What a verb of the command line is: its words, options and example, and how it ends.
import type { Fault, Result } from '#core/fault.ts'
import type { By } from '#core/person.ts'
import type { Refusal } from '#core/refusal.ts'
import type { Output } from './output.ts'

export interface OptionSpec {
  readonly type: 'string' | 'boolean'
  readonly multiple?: boolean
  /** What stands for the value in the help, for instance `NAME=KID`. */
  readonly value?: string
  readonly says: string
}
export type Specs = Readonly<Record<string, OptionSpec>>
export type Values<S extends Specs> = {
  readonly [K in keyof S]: S[K] extends { type: 'boolean' }
    ? boolean
    : S[K] extends { multiple: true }
      ? readonly string[]
      : string | undefined
}

export const exits = { done: 0, fault: 1, usage: 2, refused: 3, part: 4 } as const

/** How a verb ended. `text` is for people, `json` for programs; `told` has spoken on its way. */
export type Ending =
  | { readonly kind: 'done'; readonly json: unknown; readonly text: string; readonly status?: 0 | 1 | 4 }
  | { readonly kind: 'told'; readonly status: 0 | 1 | 4 }
  | { readonly kind: 'fault'; readonly fault: Fault }
  | { readonly kind: 'refusal'; readonly refusal: Refusal; readonly about?: Readonly<Record<string, unknown>> }
  | { readonly kind: 'usage'; readonly say: string }

/** Ends a verb from anywhere inside it; caught by the frame alone. */
export class Stop extends Error {
  readonly ending: Ending
  constructor(ending: Ending) {
    super(ending.kind)
    this.ending = ending
  }
}

export const usage = (say: string): Stop => new Stop({ kind: 'usage', say })

/** The value, or the end of the verb with the fault in words. */
export const need = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Stop({ kind: 'fault', fault: result.fault })
  return result.value
}

export const done = (json: unknown, text: string, status?: 0 | 1 | 4): Ending =>
  status === undefined ? { kind: 'done', json, text } : { kind: 'done', json, text, status }

export interface Call<V> {
  readonly words: readonly string[]
  readonly options: V
  readonly dir: string
  /** The folder was named by a person; else it is the app's own. */
  readonly dirChosen: boolean
  readonly by: By
  readonly out: Output
  /** Fires at the first SIGINT, SIGTERM or SIGHUP; a verb that never asks dies of them. */
  onSignal(): AbortSignal
}

export interface Verb {
  /** Names of the words after the verb: `NAME`, `[FILE]` where it may lack, `KID…` where it may repeat. */
  readonly takes: readonly string[]
  readonly options: Specs
  readonly says: string
  readonly example: string
  readonly run: (call: Call<Values<Specs>>) => Promise<Ending>
}

type Typed<S extends Specs> = Omit<Verb, 'options' | 'run'> & {
  readonly options: S
  readonly run: (call: Call<Values<S>>) => Promise<Ending>
}

/** The parser fills in exactly the options that are declared here, each with its declared type. */
export const verb = <const S extends Specs>(made: Typed<S>): Verb => made as unknown as Verb
