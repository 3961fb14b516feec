// The command line as other programs meet it: a process of its own, its two streams and its exit status.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const root = join(import.meta.dirname, '..', '..')
/** Another build of the command line, for instance a packed one. */
const built = process.env['RACKLIGHT_TEST_CLI'] ?? join(root, 'build', 'cli.mjs')

/** Bundles the command line if its sources have changed; to be called before the first `cli`. */
export const buildCli = (): void => {
  if (process.env['RACKLIGHT_TEST_CLI']) return
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env
  const made = spawnSync('node', [join(root, 'scripts', 'build.mjs'), 'cli', 'writer'], { env, encoding: 'utf8' })
  if (made.status !== 0) throw new Error(`the command line could not be built: ${made.stderr}`)
}

export interface Ran {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
  /** The one document that stands on standard output. */
  json<T = Record<string, unknown>>(): T
  /** Standard output as a stream of objects. */
  lines<T = Record<string, unknown>>(): T[]
}

export interface Running {
  readonly process: ChildProcess
  readonly ended: Promise<Ran>
  /** Resolves with the first line on standard output that is accepted, also one that has come already. */
  line(accepts?: (line: string) => boolean): Promise<string>
  kill(signal: NodeJS.Signals): void
}

export interface CliOptions {
  readonly env?: Readonly<Record<string, string>>
  readonly input?: string
}

export const startCli = (args: readonly string[], { env = {}, input }: CliOptions = {}): Running => {
  const child = spawn(process.execPath, [built, ...args], {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  child.stdin.end(input ?? '')
  const out: string[] = []
  const waiting = new Set<() => void>()
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  createInterface({ input: child.stdout }).on('line', line => {
    out.push(line)
    waiting.forEach(look => look())
  })
  const ended = new Promise<Ran>(resolve =>
    child.on('close', status => {
      const stdout = out.map(line => `${line}\n`).join('')
      waiting.forEach(look => look())
      resolve({
        status,
        stdout,
        stderr,
        json: <T>() => JSON.parse(stdout) as T,
        lines: <T>() => out.map(line => JSON.parse(line) as T),
      })
    }),
  )
  return {
    process: child,
    ended,
    kill: signal => void child.kill(signal),
    line: (accepts = () => true) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = out.find(accepts)
          if (found === undefined && child.exitCode === null && child.signalCode === null) return
          waiting.delete(look)
          if (found === undefined) reject(new Error(`it ended without saying so: ${stderr}`))
          else resolve(found)
        }
        waiting.add(look)
        look()
      }),
  }
}

export const cli = (args: readonly string[], options: CliOptions = {}): Promise<Ran> => startCli(args, options).ended
