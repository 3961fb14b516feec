// A file that a person names, where `-` is standard input.
import { readFile } from 'node:fs/promises'

// Not by way of /dev/stdin: Windows has none, and Linux opens none that is a socket.
const readStdin = async (): Promise<string> => {
  const parts: Buffer[] = []
  for await (const part of process.stdin) parts.push(Buffer.from(part as Uint8Array))
  return Buffer.concat(parts).toString('utf8')
}

export const textFrom = (path: string): Promise<string> => (path === '-' ? readStdin() : readFile(path, 'utf8'))
