// Recorded exchanges with true MAAS regions, read from beside the repository when they are there.
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import http from 'node:http'
import { join } from 'node:path'

export interface Recording {
  readonly number: number
  readonly name: string
  readonly request: { method: string; path: string; headers: Record<string, string>; body: string | null }
  readonly response: { status: number; headers: Record<string, string>; body: string }
}

const root = join(import.meta.dirname, '../../../shared/maas-recordings')
export const recordingsExist = existsSync(root)

export function readRecordings(folder = ''): Recording[] {
  return readdirSync(join(root, folder))
    .filter(name => /^\d{3}-.*\.json$/.test(name))
    .sort()
    .map(name => ({
      ...JSON.parse(readFileSync(join(root, folder, name), 'utf8')),
      number: Number(name.slice(0, 3)),
      name,
    }))
}

export interface Answered {
  readonly status: number
  readonly type: string | null
  readonly body: string
}

/** Sends exactly these bytes of path and body: no normalising of slashes. */
export function ask(
  origin: URL,
  request: { method: string; path: string; headers: Record<string, string>; body: string | null },
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const length = request.body === null ? {} : { 'Content-Length': String(Buffer.byteLength(request.body)) }
    const sent = http.request(
      {
        host: origin.hostname,
        port: origin.port,
        method: request.method,
        path: request.path,
        headers: { ...request.headers, ...length },
        agent: false,
      },
      answer => {
        const parts: Buffer[] = []
        answer.on('data', (part: Buffer) => parts.push(part))
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            type: answer.headers['content-type'] ?? null,
            body: Buffer.concat(parts).toString('utf8'),
          }),
        )
      },
    )
    sent.on('error', reject)
    sent.end(request.body ?? undefined)
  })
}
