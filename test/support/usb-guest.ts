// A computer in QEMU, without KVM, with a USB bus into which sticks are plugged and out of which they are pulled.
import { spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { guestRoot } from './usb-guest-root.ts'

export interface UsbStick {
  readonly name: string
  readonly file: string
  /** On the computer's one USB hub. */
  readonly port: number
  readonly serial: string
  readonly writeBytesPerSecond?: number
}

export interface Said {
  readonly status: number
  readonly text: string
  /** The last line that is a JSON document. */
  json<T>(): T
}

export interface UsbGuest {
  /** Runs a line of shell as the person at the desk; `onLine` hears it while it runs. */
  run(line: string, onLine?: (line: string) => void): Promise<Said>
  plug(stick: UsbStick): Promise<void>
  pull(stick: UsbStick): Promise<void>
  cut(): Promise<void>
}

const saidOf = (status: number, lines: readonly string[]): Said => ({
  status,
  text: lines.join('\n'),
  json: <T>() => {
    const document = lines.findLast(line => line.startsWith('{'))
    if (document === undefined) throw new Error(`no document in: ${lines.join('\n')}`)
    return JSON.parse(document) as T
  },
})

/** QEMU's monitor: one command, one answer; events in between are passed over. */
const makeMonitor = async (path: string): Promise<(execute: string, args?: object) => Promise<void>> => {
  const socket = await new Promise<Socket>((resolve, reject) => {
    const made = connect(path, () => resolve(made))
    made.once('error', reject)
  })
  const answers: ((line: string) => void)[] = []
  createInterface({ input: socket }).on('line', line => {
    if (/^\{"(return|error)"/.test(line)) answers.shift()?.(line)
  })
  const ask = async (execute: string, args: object = {}): Promise<void> => {
    const answer = new Promise<string>(resolve => answers.push(resolve))
    socket.write(`${JSON.stringify({ execute, arguments: args })}\n`)
    const line = await answer
    if (line.startsWith('{"error"')) throw new Error(`${execute}: ${line}`)
  }
  await ask('qmp_capabilities')
  return ask
}

/** Starts it with this disk at /app; resolves when a person sits at the desk. */
export const startGuest = async (dir: string, app: string): Promise<UsbGuest> => {
  const { disk, kernel, initrd } = guestRoot()
  const monitorPath = join(dir, 'monitor')
  const drive = (file: string): string => `file=${file},format=raw,if=virtio,snapshot=on`
  const child = spawn(
    'qemu-system-x86_64',
    [
      ...['-accel', 'tcg,thread=multi', '-cpu', 'max', '-smp', '2', '-m', '1536', '-display', 'none', '-no-reboot'],
      ...['-kernel', kernel, '-initrd', initrd, '-append', 'root=/dev/vda rw console=ttyS0'],
      ...['-drive', drive(disk), '-drive', drive(app), '-nic', 'none', '-device', 'qemu-xhci,id=usb,p2=8,p3=8'],
      ...['-serial', `file:${join(dir, 'console')}`, '-serial', 'stdio', '-qmp', `unix:${monitorPath},server,nowait`],
    ],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  )
  const ended = new Promise<void>(resolve => child.once('close', () => resolve()))
  let hear: (line: string) => void = () => undefined
  // What was said at the desk, beside what the kernel said on its console: for whoever looks for a mistake.
  const desk = createWriteStream(join(dir, 'desk'))
  createInterface({ input: child.stdout }).on('line', line => {
    desk.write(`${line}\n`)
    hear(line.replace(/\r/g, ''))
  })
  await new Promise<void>((resolve, reject) => {
    hear = line => line.includes('RIG-READY') && resolve()
    void ended.then(() => reject(new Error('the guest ended before anybody sat at its desk')))
  })
  const monitor = await makeMonitor(monitorPath)
  return {
    run: (line, onLine) => {
      const lines: string[] = []
      return new Promise(resolve => {
        hear = heard => {
          const [, status] = /RIG-END (\d+)$/.exec(heard) ?? []
          if (status !== undefined) return resolve(saidOf(Number(status), lines))
          lines.push(heard)
          onLine?.(heard)
        }
        desk.write(`> ${line}\n`)
        child.stdin.write(`${line}\n`)
      })
    },
    plug: async ({ name, file, port, serial, writeBytesPerSecond = 0 }) => {
      await monitor('blockdev-add', {
        driver: 'raw',
        'node-name': `${name}-raw`,
        file: { driver: 'file', filename: file, cache: { direct: false, 'no-flush': false } },
      })
      await monitor('object-add', {
        'qom-type': 'throttle-group',
        id: `${name}-pace`,
        limits: { 'bps-write': writeBytesPerSecond },
      })
      await monitor('blockdev-add', {
        driver: 'throttle',
        'node-name': name,
        'throttle-group': `${name}-pace`,
        file: `${name}-raw`,
      })
      await monitor('device_add', {
        driver: 'usb-storage',
        id: `${name}-stick`,
        bus: 'usb.0',
        port: String(port),
        drive: name,
        serial,
        removable: true,
      })
    },
    pull: ({ name }) => monitor('device_del', { id: `${name}-stick` }),
    cut: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}
