// One JSON document a line, both ways over a socket.
import type { Socket } from 'node:net'
import { StringDecoder } from 'node:string_decoder'

export interface LineReader {
  onLine(line: string): void
  /** A line grew past the limit; nothing more is read from this socket. */
  onTooLong(): void
}

/** Calls `onLine` for every whole line; an unfinished last line is dropped with the connection. */
export function readLines(socket: Socket, mostChars: number, { onLine, onTooLong }: LineReader): void {
  const decoder = new StringDecoder('utf8')
  let parts: string[] = []
  let chars = 0
  let deaf = false
  socket.on('data', (chunk: Buffer) => {
    if (deaf) return
    const pieces = decoder.write(chunk).split('\n')
    for (const [index, piece] of pieces.entries()) {
      parts.push(piece)
      chars += piece.length
      if (chars > mostChars) {
        deaf = true
        return onTooLong()
      }
      if (index === pieces.length - 1) continue
      const line = parts.join('')
      parts = []
      chars = 0
      if (line.trim() !== '') onLine(line)
    }
  })
}

/** Undefined where the line is not JSON. */
export function parseLine(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

/** Writes one line; a socket that is closing swallows it. */
export function writeLine(socket: Socket, document: unknown): void {
  if (socket.writable) socket.write(`${JSON.stringify(document)}\n`)
}
