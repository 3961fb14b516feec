// Reads the body of a request within its size and its time.
import type { IncomingMessage } from 'node:http'
import type { Clock } from '#core/ports.ts'
import { bodyWithinMs, mostBodyBytes } from './limits.ts'

export type Body = { read: Uint8Array } | { failed: 'tooLarge' | 'late' | 'broken' }

export const readBody = (request: IncomingMessage, clock: Clock): Promise<Body> =>
  new Promise(resolve => {
    const chunks: Buffer[] = []
    const inTime = new AbortController()
    let size = 0
    const finish = (body: Body): void => {
      inTime.abort()
      request.off('data', take)
      resolve(body)
    }
    const take = (chunk: Buffer): void => {
      size += chunk.length
      if (size > mostBodyBytes) finish({ failed: 'tooLarge' })
      else chunks.push(chunk)
    }
    if (Number(request.headers['content-length'] ?? 0) > mostBodyBytes) return finish({ failed: 'tooLarge' })
    request.on('data', take)
    request.on('end', () => finish({ read: Buffer.concat(chunks) }))
    request.on('close', () => finish({ failed: 'broken' }))
    request.on('error', () => finish({ failed: 'broken' }))
    void clock.wait(bodyWithinMs, inTime.signal).then(late => late && finish({ failed: 'late' }))
  })

/** The JSON in these bytes; undefined when they are not UTF-8 or not JSON. */
export const jsonIn = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
  } catch {
    return undefined
  }
}
