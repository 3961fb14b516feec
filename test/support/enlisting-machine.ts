// A machine in the enlisting environment: the real script in a real shell, above folders that stand for /sys, /dev and /proc.
import { execFile, execFileSync, spawnSync } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { existsSync } from 'node:fs'
import { onTestFinished } from 'vitest'
import { enlistingScript, type ScriptPolicy } from '#main/site/enlisting-script.ts'
import type { Identity } from '#sim/machine/prover.ts'

export const interpreters = ['python3', 'openssl', 'shell'] as const
export type Interpreter = (typeof interpreters)[number]

export interface MachineWish {
  readonly identity: Identity
  /** The image of the stick in its port; null for none. */
  readonly stick: string | null
  /** What it can compute digests with. */
  readonly interpreter?: Interpreter
  readonly policy?: ScriptPolicy
  readonly bootId?: string
  /** The shell it runs in, `sh` unless said. */
  readonly shell?: readonly string[]
  /** Programs that stand before the machine's own, by their text. */
  readonly programs?: Readonly<Record<string, string>>
}

export interface ScriptRun {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
  /** What MAAS is told through RESULT_PATH. */
  readonly result: string
  /** How long it believes to have run, in seconds; sleeps at the same time may count as one. */
  readonly seconds: number
  /** How long each sleep was to be, in seconds. */
  readonly slept: readonly number[]
  /** Each program it started, with its arguments. */
  readonly started: string
}

const always = [
  ...['awk', 'cat', 'dd', 'grep', 'head', 'mktemp', 'od', 'paste', 'rmdir', 'sed', 'sort', 'tr', 'wc'],
] as const
const extra: Readonly<Record<Interpreter, readonly string[]>> = {
  python3: ['python3'],
  openssl: ['openssl', 'curl'],
  shell: ['sha256sum', 'curl'],
}

/** Where this program lies; null when it is not installed. */
const placeOf = (program: string): string | null => {
  // What stands in for a Python may need more of the world around it than the machine has.
  if (program === 'python3') {
    const asked = spawnSync('python3', ['-c', 'import ssl, sys; print(sys.executable)'], { encoding: 'utf8' })
    return asked.status === 0 ? asked.stdout.trim() : null
  }
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  return folders.map(folder => join(folder, program)).find(path => existsSync(path)) ?? null
}

/** Why no machine can compute in this way here; null when one can. */
export const interpreterLacks = (interpreter: Interpreter): string | null => {
  const missing = [...always, ...extra[interpreter]].filter(program => placeOf(program) === null)
  return missing.length === 0 ? null : `${missing.join(', ')} not installed`
}

/**
 * Time is what the machine slept: a hold of minutes takes seconds, and is still no faster than the server lets a session speak.
 * `moreSeconds` pass with each sleep besides.
 */
export const sleepText = (moreSeconds = 0): string => {
  const uptime = '$RACKLIGHT_ROOT/proc/uptime'
  return [
    'echo "$1" >>$RACKLIGHT_ROOT/slept',
    '/bin/sleep 0.25',
    `read -r up _ <${uptime}`,
    `awk -v up="$up" -v by="$1" 'BEGIN { printf "%.2f 0\\n", up + by + ${moreSeconds} }' >${uptime}.$$`,
    `/bin/mv ${uptime}.$$ ${uptime}`,
  ].join('\n')
}

export const startMachine = async (wish: MachineWish) => {
  const root = await mkdtemp(join(tmpdir(), 'racklight-enlisting-'))
  onTestFinished(() => rm(root, { recursive: true, force: true }))
  const bin = join(root, 'bin')
  const put = async (path: string, text: string): Promise<void> => {
    await mkdir(join(root, path, '..'), { recursive: true })
    await writeFile(join(root, path), text)
  }
  const { uuid, serial, macs } = wish.identity
  await put('sys/class/dmi/id/product_uuid', `${uuid}\n`)
  await put('sys/class/dmi/id/product_serial', `${serial}\n`)
  for (const [i, mac] of macs.entries()) {
    await put(`sys/class/net/eth${i}/address`, `${mac}\n`)
    await put(`sys/class/net/eth${i}/device/vendor`, '')
  }
  await put('sys/class/net/lo/address', '00:00:00:00:00:00\n')
  await put('proc/uptime', '61.00 0\n')
  await put('proc/sys/kernel/random/boot_id', `${wish.bootId ?? '2c1f0d3e-7a55-4f4b-9f0e-0b6f5d3c9a11'}\n`)
  await put('dev/disk/by-label/README', '')
  await put('dev/console', '')
  const plug = async (image: string | null): Promise<void> => {
    const port = join(root, 'dev/disk/by-label/ENLISTKEY')
    await rm(port, { force: true })
    if (image !== null) await symlink(image, port)
  }
  await plug(wish.stick)
  await put('script', await enlistingScript(wish.policy ?? 'watch'))

  const log = join(root, 'started')
  await put('started', '')
  const install = async (name: string, text: string): Promise<void> => {
    await put(`bin/${name}`, `#!/bin/sh\n${text}\n`)
    await chmod(join(bin, name), 0o755)
  }
  for (const program of [...always, ...extra[wish.interpreter ?? 'python3']])
    await install(program, `echo "${program} $*" >>${log}\nexec ${placeOf(program) ?? 'false'} "$@"`)
  await install('sleep', sleepText())
  for (const [name, text] of Object.entries(wish.programs ?? {})) await install(name, text)

  /** `cut`: the power goes. */
  const run = async (cut?: AbortSignal): Promise<ScriptRun> => {
    const result = join(root, 'result.yaml')
    const [shell = '/bin/sh', ...first] = wish.shell ?? ['/bin/sh']
    const env = { PATH: bin, RACKLIGHT_ROOT: root, RESULT_PATH: result }
    const ended = await new Promise<Pick<ScriptRun, 'code' | 'stdout' | 'stderr'>>(resolve => {
      const child = execFile(shell, [...first, join(root, 'script')], { env }, (_error, stdout, stderr) =>
        resolve({ code: child.exitCode ?? -1, stdout, stderr }),
      )
      const kill = (): boolean => child.kill('SIGKILL')
      onTestFinished(() => void kill())
      cut?.addEventListener('abort', kill)
    })
    const uptime = await readFile(join(root, 'proc/uptime'), 'utf8')
    return {
      ...ended,
      result: await readFile(result, 'utf8').catch(() => ''),
      seconds: Number(uptime.split(' ')[0]) - 61,
      slept: (await readFile(join(root, 'slept'), 'utf8').catch(() => '')).split('\n').filter(Boolean).map(Number),
      started: await readFile(log, 'utf8'),
    }
  }
  return { root, plug, run, console: () => readFile(join(root, 'dev/console'), 'utf8') }
}

/** Runs the script's own functions, without its last line, in one shell: `/bin/sh`, or that of busybox with its own programs. */
export const inScript = async (text: string, input: string, shell = '/bin/sh'): Promise<string> => {
  const script = (await enlistingScript('watch')).trimEnd().split('\n').slice(0, -1).join('\n')
  const args = shell === 'busybox' ? ['sh', '-c'] : ['-c']
  const env = shell === 'busybox' ? { PATH: '' } : process.env
  return execFileSync(placeOf(shell) ?? shell, [...args, `${script}\n${text}`], {
    ...{ input, env, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  })
}

/** What the script makes of each text: the key's name and its secret, or `no`. */
export const readByScript = async (texts: readonly Uint8Array[], shell = '/bin/sh'): Promise<string[]> => {
  const lines = texts.map(text => Buffer.from(text).toString('base64')).join('\n')
  const text = `while IFS= read -r line; do
    printf '%s' "$line" | base64 -d | decimal >"$file"
    if take_key <"$file"; then echo "$kid $secret"; else echo no; fi
  done; rm -f "$file"`
  return (await inScript(`file=$(mktemp)\n${text}`, `${lines}\n`, shell)).trimEnd().split('\n')
}
