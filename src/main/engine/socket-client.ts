// The other side of the engine's door: how a verb speaks to the engine that lives already.
import { connect, type Socket } from 'node:net'
import { z } from 'zod'
import { fault, Fault, ok, type Result } from '#core/fault.ts'
import { parseLine, readLines, writeLine } from './json-lines.ts'
import { mayConnect } from './socket-path.ts'

const Answer = z.object({
  id: z.number().int().nullable(),
  answer: z.unknown().optional(),
  event: z.unknown().optional(),
  fault: Fault.optional(),
})
type Answer = z.infer<typeof Answer>

export interface EngineClient {
  /** What `onCall` answered, still to be parsed by the caller; the fault `gone` when the engine ends first. */
  call(name: string, ask: unknown): Promise<Result<unknown>>
  /** Every event from `from` on, until stopped; `onEnd` tells once that no more will come, and why. */
  watch(from: number, onEvent: (event: unknown) => void, onEnd: (fault: Fault) => void): () => void
  close(): void
}

const mostAnswerChars = 64 << 20

export function connectEngine(path: string): Promise<Result<EngineClient>> {
  const trusted = mayConnect(path)
  if (!trusted.ok) return Promise.resolve(trusted)
  return new Promise(resolve => {
    const socket = connect(path)
    socket.once('error', error => resolve(noEngine(error, path)))
    socket.once('connect', () => {
      socket.removeAllListeners('error')
      resolve(ok(clientOf(socket, path)))
    })
  })
}

interface Waiting {
  onAnswer(answer: Answer): void
  onEnd(fault: Fault): void
}

function clientOf(socket: Socket, path: string): EngineClient {
  const waiting = new Map<number, Waiting>()
  let lastId = 0
  let ended: Fault | undefined

  function end(why: Fault): void {
    if (ended) return
    ended = why
    const all = [...waiting.values()]
    waiting.clear()
    for (const { onEnd } of all) onEnd(why)
  }

  function hear(line: string): void {
    const answer = Answer.safeParse(parseLine(line))
    if (!answer.success) {
      end({ kind: 'malformed', where: path, detail: 'the engine answers in another version of the protocol' })
      socket.destroy()
    } else if (answer.data.id !== null) {
      waiting.get(answer.data.id)?.onAnswer(answer.data)
    } else if (answer.data.fault) {
      end(answer.data.fault)
      socket.destroy()
    }
  }

  readLines(socket, mostAnswerChars, {
    onLine: hear,
    onTooLong: () => {
      end({ kind: 'malformed', where: path, detail: 'an answer of the engine was longer than it may be' })
      socket.destroy()
    },
  })
  socket.on('error', () => {})
  socket.on('close', () => end(gone(path)))

  function wait(of: Waiting): number {
    const id = ++lastId
    waiting.set(id, of)
    return id
  }

  return {
    call: (name, ask) =>
      new Promise(resolve => {
        if (ended) return resolve({ ok: false, fault: ended })
        const id = wait({
          onAnswer: ({ answer, fault: why }) => {
            waiting.delete(id)
            resolve(why ? { ok: false, fault: why } : ok(answer))
          },
          onEnd: why => resolve({ ok: false, fault: why }),
        })
        writeLine(socket, { id, call: name, ask: ask ?? null })
      }),
    watch: (from, onEvent, onEnd) => {
      if (ended) {
        onEnd(ended)
        return () => {}
      }
      const id = wait({
        onAnswer: ({ event, fault: why }) => {
          if (!why) return onEvent(event)
          waiting.delete(id)
          onEnd(why)
        },
        onEnd,
      })
      writeLine(socket, { id, watch: from })
      return () => {
        if (waiting.delete(id)) writeLine(socket, { id, stop: true })
      }
    },
    close: () => {
      end({ kind: 'cancelled', where: path, detail: 'this side closed the connection' })
      socket.destroy()
    },
  }
}

const gone = (path: string): Fault => ({
  kind: 'gone',
  where: path,
  detail: 'the engine ended while we were speaking to it',
  mend: 'Start Racklight again on this data folder; what was journaled is kept.',
})

function noEngine(error: Error, path: string): Result<never> {
  const code = 'code' in error ? String(error.code) : error.message
  if (code === 'EACCES' || code === 'EPERM') {
    return fault('denied', path, 'the engine belongs to another user', 'Run this as the user who started Racklight.')
  }
  return fault(
    'gone',
    path,
    `no engine listens here (${code})`,
    'Start Racklight on this data folder, or run the verb without it.',
  )
}
