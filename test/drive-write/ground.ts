// Sticks to write on: loop devices where root and loops exist, plain files elsewhere (or by RACKLIGHT_TEST_DRIVES=file).
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { Drive } from '#core/drive.ts'
import type { Writer } from '#main/drive-write/order.ts'
import { forkWriter } from '#main/site/fork-writer.ts'
import { makeLinux } from '#main/usb/linux.ts'
import { paperComputer, type PaperComputer } from '../usb/paper-computer.ts'
import type { Faults } from './faulty-device.ts'
import type { TestWriter } from './test-targets.ts'

const env = { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` }
export const tool = (name: string, ...args: string[]) => spawnSync(name, args, { encoding: 'utf8', env })

/** What lay on a stick before: nothing of it may remain where the image has something to say. */
const oldByte = 0xee

export interface Stick {
  readonly name: string
  /** The file behind it, which shows what is on it. */
  readonly backing: string
  drive(): Promise<Drive>
  content(): Buffer
  isUntouched(): boolean
}

export interface Ground {
  readonly kind: TestWriter['ground']
  readonly computer: PaperComputer
  stick(options?: { readonly sizeBytes?: number; readonly readOnly?: boolean; readonly port?: string }): Stick
  /** What a writing process of this ground is told. */
  options(faults?: Faults, swapped?: Stick | null): TestWriter
  writer(faults?: Faults, swapped?: Stick | null): Writer
  remove(): void
}

/** Old bytes where an image would come to lie, and at the end; nothing in between, for the sake of time. */
const oldContent = (sizeBytes: number): Buffer => {
  const content = Buffer.alloc(sizeBytes)
  content.fill(oldByte, 0, 18 << 20)
  return content.fill(oldByte, sizeBytes - (1 << 20))
}

/** With direct input and output a loop device keeps nothing back; null where there is none to be had. */
const attach = (path: string): string | null => {
  const made = tool('losetup', '--find', '--show', '--direct-io=on', path)
  return made.status === 0 ? made.stdout.trim() : null
}

const mayLoop = (): boolean => {
  if (process.getuid?.() !== 0 || process.env['RACKLIGHT_TEST_DRIVES'] === 'file') return false
  const dir = mkdtempSync(join(tmpdir(), 'racklight-loop-'))
  const path = join(dir, 'try')
  writeFileSync(path, Buffer.alloc(1 << 20))
  const loop = attach(path)
  if (loop !== null) tool('losetup', '--detach', loop)
  rmSync(dir, { recursive: true })
  return loop !== null
}

export const groundKind: TestWriter['ground'] = mayLoop() ? 'loop' : 'file'
console.log(
  groundKind === 'loop'
    ? 'Drives are loop devices.'
    : 'Drives are plain files with O_DIRECT: loop devices need root and losetup.',
)

export const makeGround = (proc?: string, writerFile = join(import.meta.dirname, 'test-writer.ts')): Ground => {
  const dir = mkdtempSync(join(tmpdir(), 'racklight-sticks-'))
  const dev = groundKind === 'loop' ? '/dev' : join(dir, 'dev')
  if (groundKind === 'file') mkdirSync(dev)
  const computer = paperComputer(dev)
  const roots = { ...computer.roots, proc: proc ?? computer.roots.proc }
  const loops: string[] = []
  let made = 0
  const stickAt = (sizeBytes: number): { name: string; backing: string; devno: string } => {
    made += 1
    const backing = join(groundKind === 'file' ? dev : dir, `stick${made}`)
    writeFileSync(backing, oldContent(sizeBytes))
    if (groundKind === 'file') return { name: basename(backing), backing, devno: `8:${16 * made}` }
    const loop = attach(backing)
    if (loop === null) throw new Error('no loop device is left')
    loops.push(loop)
    const { rdev } = statSync(loop)
    return { name: basename(loop), backing, devno: `${rdev >> 8}:${rdev & 0xff}` }
  }
  const options: Ground['options'] = (faults = { kind: 'none' }, swapped = null) => ({
    roots,
    ground: groundKind,
    faults,
    swapped: swapped?.name ?? null,
  })
  return {
    kind: groundKind,
    computer,
    stick: ({ sizeBytes = 34 << 20, readOnly = false, port } = {}) => {
      const { name, backing, devno } = stickAt(sizeBytes)
      computer.stick(name, {
        devno,
        port: port ?? `2-1.${made}`,
        serial: `S${made}`,
        sizeBytes,
        readOnly,
        sequence: made,
      })
      return {
        name,
        backing,
        content: () => readFileSync(backing),
        isUntouched: () => readFileSync(backing).equals(oldContent(sizeBytes)),
        drive: async () => {
          const seen = await makeLinux(roots).list([])
          const drive = seen.ok && seen.value.drives.find(one => basename(one.path) === name)
          if (!drive) throw new Error(`${name} is not seen`)
          return drive
        },
      }
    },
    options,
    writer: (faults, swapped) => forkWriter(writerFile, JSON.stringify(options(faults, swapped))),
    remove: () => {
      for (const loop of loops) tool('losetup', '--detach', loop)
      computer.remove()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}
