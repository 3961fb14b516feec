// A Linux computer made of files: sysfs with its links, /proc and /dev, in a folder of its own.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import type { LinuxRoots } from '#main/usb/linux-tree.ts'

interface PaperBlock {
  readonly devno: string
  readonly sizeBytes?: number
  readonly readOnly?: boolean
  readonly sequence?: number
}

export interface PaperStick extends PaperBlock {
  readonly port: string
  readonly serial?: string
  readonly maker?: string
  readonly product?: string
  readonly interfaceClass?: string
  readonly slot?: number
}

export interface PaperComputer {
  readonly roots: LinuxRoots
  /** Plugs in a drive that the kernel calls `name`. */
  stick(name: string, stick: PaperStick): void
  /** Any other disk: its folder lies at this place below /sys/devices. */
  disk(name: string, place: string, block: PaperBlock): void
  partition(disk: string, name: string, devno: string): void
  /** Something built upon a device: `dm-0` upon `sdb1`. */
  holder(below: string, name: string, devno: string): void
  mounts(...lines: readonly { devno: string; point: string; type?: string; source: string }[]): void
  swaps(...paths: string[]): void
  unplug(name: string): void
  remove(): void
}

export const paperComputer = (dev?: string): PaperComputer => {
  const top = mkdtempSync(join(tmpdir(), 'racklight-computer-'))
  const roots = { sys: join(top, 'sys'), proc: join(top, 'proc'), dev: dev ?? join(top, 'dev') }
  const folders = new Map<string, string>()
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, `${text}\n`)
  }
  const link = (from: string, to: string): void => {
    mkdirSync(dirname(from), { recursive: true })
    symlinkSync(relative(dirname(from), to), from)
  }
  const block = (name: string, folder: string, { devno, sizeBytes = 500_000_000, readOnly, sequence }: PaperBlock) => {
    folders.set(name, folder)
    write(join(folder, 'dev'), devno)
    write(join(folder, 'size'), String(sizeBytes / 512))
    write(join(folder, 'ro'), readOnly ? '1' : '0')
    write(join(folder, 'queue/logical_block_size'), '512')
    if (sequence !== undefined) write(join(folder, 'diskseq'), String(sequence))
    mkdirSync(join(folder, 'holders'), { recursive: true })
    link(join(roots.sys, 'class/block', name), folder)
  }
  const disk = (name: string, place: string, facts: PaperBlock): void => {
    const folder = join(roots.sys, 'devices', place, 'block', name)
    block(name, folder, facts)
    link(join(roots.sys, 'block', name), folder)
    link(join(folder, 'device'), join(roots.sys, 'devices', place))
  }
  const mounts: PaperComputer['mounts'] = (...lines) =>
    write(
      join(roots.proc, 'self/mountinfo'),
      lines
        .map(({ devno, point, type = 'ext4', source }, at) => {
          const shown = point.replace(/ /g, '\\040')
          return `${20 + at} 1 ${devno} / ${shown} rw,relatime shared:1 - ${type} ${source} rw`
        })
        .join('\n'),
    )
  const swaps = (...paths: string[]): void =>
    write(
      join(roots.proc, 'swaps'),
      ['Filename Type Size Used Priority', ...paths.map(path => `${path} partition 1 0 -2`)].join('\n'),
    )
  mounts({ devno: '8:1', point: '/', source: '/dev/sda1' })
  swaps()
  mkdirSync(join(roots.sys, 'bus/usb/devices'), { recursive: true })
  mkdirSync(join(roots.sys, 'block'), { recursive: true })
  return {
    roots,
    disk,
    stick: (
      name,
      { port, serial = '', maker = 'Maker', product = 'Stick', interfaceClass = '08', slot = 0, ...facts },
    ) => {
      const device = join('pci0000:00/0000:00:14.0/usb2', port)
      const folder = join(roots.sys, 'devices', device)
      write(join(folder, 'idVendor'), '0781')
      for (const [attribute, text] of Object.entries({ serial, manufacturer: maker, product }))
        if (text !== '') write(join(folder, attribute), text)
      write(join(folder, `${port}:1.0/bInterfaceClass`), interfaceClass)
      disk(name, join(device, `${port}:1.0/host6/target6:0:0/6:0:0:${slot}`), facts)
    },
    partition: (of, name, devno) => {
      const folder = join(folders.get(of) ?? '', name)
      block(name, folder, { devno })
      write(join(folder, 'partition'), '1')
    },
    holder: (below, name, devno) => {
      const folder = join(roots.sys, 'devices/virtual/block', name)
      block(name, folder, { devno })
      link(join(roots.sys, 'block', name), folder)
      link(join(folders.get(below) ?? '', 'holders', name), folder)
    },
    mounts,
    swaps,
    unplug: name => {
      rmSync(folders.get(name) ?? '', { recursive: true })
      for (const place of ['block', 'class/block']) rmSync(join(roots.sys, place, name))
    },
    remove: () => rmSync(top, { recursive: true, force: true }),
  }
}
