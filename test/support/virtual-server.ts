// A server in QEMU, without KVM: real firmware that starts from real images.
import { spawn, spawnSync } from 'node:child_process'
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type Firmware = 'bios' | 'uefi'

export interface ServerWish {
  readonly firmware: Firmware
  /** The image of the USB stick it starts from. */
  readonly stick: string
  /** The image of what it starts from next: a floppy on BIOS, which counts all its disks as one, else a disk. */
  readonly next: string
  readonly uuid: string
  readonly mac: string
  readonly serial: string
}

export interface VirtualServer {
  /** Resolves when this text has come over its serial line. */
  says(text: string): Promise<void>
  /** All that came over it until now. */
  heard(): string
  /** What QEMU complained about, once the server is off. */
  readonly ended: Promise<string>
  /** Pulls its cord. */
  cut(): Promise<string>
}

const qemu = 'qemu-system-x86_64'
const ovmf = '/usr/share/OVMF'
const code = join(ovmf, 'OVMF_CODE_4M.fd')
const variables = join(ovmf, 'OVMF_VARS_4M.fd')

/** What is missing for such a server; null when nothing is. */
export const serverLacks = (firmware: Firmware): string | null => {
  if (spawnSync(qemu, ['--version']).error) return `${qemu} is not installed`
  return firmware === 'uefi' && !(existsSync(code) && existsSync(variables)) ? 'OVMF is not installed' : null
}

/** Where a server of this kind sees the computer it runs on. */
export const hostAsSeenInside = '10.0.2.2'

export const startServer = async (wish: ServerWish): Promise<VirtualServer> => {
  const dir = await mkdtemp(join(tmpdir(), 'racklight-vm-'))
  const pflash = (file: string, readonly: boolean): string[] => [
    '-drive',
    `if=pflash,format=raw,file=${file}${readonly ? ',readonly=on' : ''}`,
  ]
  const memory = join(dir, 'variables.fd')
  if (wish.firmware === 'uefi') await copyFile(variables, memory)
  const board =
    wish.firmware === 'uefi' ? ['-machine', 'q35', ...pflash(code, true), ...pflash(memory, false)] : ['-machine', 'pc']
  const drive = (id: string, file: string, device: string): string[] => [
    ...['-drive', `if=none,id=${id},format=raw,snapshot=on,file=${file}`],
    ...['-device', `${device},drive=${id}`],
  ]
  const drives = [
    ...drive('stick', wish.stick, 'usb-storage,removable=on,bootindex=1'),
    ...drive('next', wish.next, wish.firmware === 'bios' ? 'floppy' : 'virtio-blk-pci,bootindex=2'),
    ...(wish.firmware === 'bios' ? ['-global', 'isa-fdc.bootindexA=2'] : []),
  ]
  const args = [
    ...['-accel', 'tcg', '-cpu', 'max', '-m', '192', '-nodefaults', '-display', 'none', '-no-reboot'],
    ...['-vga', wish.firmware === 'bios' ? 'std' : 'none'],
    ...board,
    ...['-device', 'qemu-xhci', ...drives],
    ...['-netdev', 'user,id=n0', '-device', `e1000,netdev=n0,mac=${wish.mac},romfile=`],
    ...['-serial', 'stdio', '-uuid', wish.uuid, '-smbios', `type=1,serial=${wish.serial}`],
  ]
  return startQemu(dir, args)
}

/** Starts QEMU; `dir` is its own, and gone when it has ended. */
export const startQemu = (dir: string, args: readonly string[]): VirtualServer => {
  const child = spawn(qemu, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, TMPDIR: dir } })
  let complaints = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text))
  let said = ''
  const waiting = new Set<() => void>()
  child.stdout.setEncoding('latin1').on('data', (text: string) => {
    said += text
    waiting.forEach(look => look())
  })
  const ended = new Promise<string>(resolve => child.on('close', () => resolve(complaints))).then(async last => {
    await rm(dir, { recursive: true, force: true })
    return last
  })
  return {
    says: text =>
      new Promise(resolve => {
        const look = (): void => {
          if (!said.includes(text)) return
          waiting.delete(look)
          resolve()
        }
        waiting.add(look)
        look()
      }),
    heard: () => said,
    ended,
    cut: () => {
      child.kill('SIGKILL')
      return ended
    },
  }
}
