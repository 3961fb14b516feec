// The window's side of the contract, without Electron: parses what came, answers it, lets nothing be thrown across.
import { fault, type Fault } from '#core/fault.ts'
import { calls, type Answer, type Ask, type CallName } from '#ipc/contract.ts'
import { pageOrigin } from './origin.ts'

/** Any call may be answered by a fault instead: the caller was a stranger, the ask malformed, the engine gone. */
export type Declined = { readonly ok: false; readonly fault: Fault }
export type Handlers = { readonly [N in CallName]: (ask: Ask<N>) => Promise<Answer<N> | Declined> }

export interface Caller {
  /** The URL of the frame that calls; null when it has gone. */
  readonly url: string | null
  readonly isMainFrame: boolean
  readonly isOurWindow: boolean
}

/** Only the main frame of our own window, and only while it shows our own page. */
export const isOurs = ({ url, isMainFrame, isOurWindow }: Caller): boolean =>
  isOurWindow && isMainFrame && url !== null && url.startsWith(`${pageOrigin}/`)

export interface AnsweringNeeds {
  readonly handlers: Handlers
  /** In development and tests answers are parsed too; in production their types stand for them. */
  readonly checkAnswers: boolean
  onBug(error: unknown, where: string): void
}

export type Answering = (caller: Caller, name: unknown, ask: unknown) => Promise<unknown>

const isDeclined = (answer: unknown): answer is Declined =>
  typeof answer === 'object' && answer !== null && 'ok' in answer && answer.ok === false && 'fault' in answer

const isCall = (name: unknown): name is CallName => typeof name === 'string' && Object.hasOwn(calls, name)

const stranger: Declined = fault('denied', 'window', 'Only the page of Racklight itself may ask.')

const bugIn = (name: string): Declined =>
  fault('bug', `call ${name}`, 'Racklight failed at it; its log says where.', 'Try again; if it stays, start it anew.')

export const answering = ({ handlers, checkAnswers, onBug }: AnsweringNeeds): Answering => {
  const ask = async <N extends CallName>(name: N, asked: Ask<N>): Promise<unknown> => {
    const answer = await handlers[name](asked)
    if (!checkAnswers || isDeclined(answer)) return answer
    const parsed = calls[name].answer.safeParse(answer)
    if (parsed.success) return answer
    onBug(parsed.error, `answer of ${name}`)
    return bugIn(name)
  }
  return async (caller, name, asked) => {
    if (!isOurs(caller)) {
      onBug(new Error(`a stranger called: ${caller.url ?? 'a frame that has gone'}`), 'window')
      return stranger
    }
    if (!isCall(name)) return fault('malformed', 'window', 'There is no such call.')
    const parsed = calls[name].ask.safeParse(asked)
    if (!parsed.success) {
      // Where it is wrong, never what it held: an ask may carry a secret.
      const where = parsed.error.issues.map(issue => `${issue.path.join('.')} (${issue.code})`).join(', ')
      onBug(new Error(`malformed ask: ${where}`), `call ${name}`)
      return fault('malformed', `call ${name}`, 'It is not as this version understands it.', 'Start Racklight anew.')
    }
    try {
      return await ask(name, parsed.data as never)
    } catch (error) {
      onBug(error, `call ${name}`)
      return bugIn(name)
    }
  }
}
