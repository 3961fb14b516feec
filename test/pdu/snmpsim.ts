// snmpsim with recordings of real PDUs, where it is installed and the recordings lie beside the checkout.
import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createSocket } from 'node:dgram'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const recordings = resolve(import.meta.dirname, '../../../shared/pdu-recordings')
const program = 'snmpsimd'

export interface Snmpsim {
  /** On 127.0.0.1; the community is the recording's name. */
  readonly port: number
  readonly stop: () => Promise<void>
}

export const recordingFile = (name: string): string => join(recordings, `${name}.snmprec`)

/** The cells of one column as the recording's own text, by the index after the column. */
export function recordedColumn(name: string, column: string): Map<string, string> {
  const lines = readFileSync(recordingFile(name), 'utf8').split('\n')
  const cells = lines.filter(line => line.startsWith(`${column}.`)).map(line => line.split('|'))
  return new Map(cells.map(([oid = '', , value = '']) => [oid.slice(column.length + 1), value.trim()]))
}

export function reasonToSkip(): string | undefined {
  if (!existsSync(recordings)) return 'the recordings are not beside the checkout'
  if (spawnSync(program, ['--version'], { stdio: 'ignore' }).error) return `${program} is not installed`
  return undefined
}

/** Serves the named recordings, and walks given as text by their community. */
export async function startSnmpsim(
  names: readonly string[],
  walks: Readonly<Record<string, string>> = {},
): Promise<Snmpsim> {
  const folder = mkdtempSync(join(tmpdir(), 'recordings-'))
  const data = join(folder, 'data')
  for (const made of [data, join(folder, 'cache')]) {
    mkdirSync(made)
    chmodSync(made, 0o777)
  }
  chmodSync(folder, 0o777)
  for (const name of names) copyFileSync(recordingFile(name), join(data, `${name}.snmprec`))
  for (const [name, walk] of Object.entries(walks)) writeFileSync(join(data, `${name}.snmprec`), walk)
  const port = await freePort()
  const root = process.getuid?.() === 0 ? ['--process-user=nobody', '--process-group=nogroup'] : []
  const child = spawn(
    program,
    [
      `--data-dir=${data}`,
      `--cache-dir=${join(folder, 'cache')}`,
      `--agent-udpv4-endpoint=127.0.0.1:${port}`,
      '--variation-modules-dir=/usr/share/snmpsim/variation',
      '--logging-method=stdout',
      ...root,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = new Promise(done => child.once('exit', done))
      child.kill('SIGKILL')
      await ended
    }
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await listening(child)
  } catch (error) {
    await stop()
    throw error
  }
  return { port, stop }
}

async function freePort(): Promise<number> {
  const socket = createSocket('udp4')
  await new Promise<void>(done => socket.bind(0, '127.0.0.1', done))
  const { port } = socket.address()
  await new Promise<void>(done => socket.close(done))
  return port
}

function listening(child: ChildProcess): Promise<void> {
  return new Promise((done, reject) => {
    let heard = ''
    const hear = (chunk: Buffer): void => {
      heard += chunk.toString()
      if (heard.includes('Listening at UDP/IPv4')) done()
    }
    child.stdout?.on('data', hear)
    child.stderr?.on('data', hear)
    child.once('exit', code => reject(new Error(`the simulator ended with ${code}: ${heard.slice(-500)}`)))
    child.once('error', reject)
  })
}
