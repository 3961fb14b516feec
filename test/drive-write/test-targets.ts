// The product's own way to a drive, on a computer made of files whose sticks are loop devices or files.
import { constants } from 'node:fs'
import { open, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { deviceOf } from '#main/drive-write/device.ts'
import { linuxTargets, openFlags } from '#main/drive-write/linux.ts'
import type { PerformNeeds } from '#main/drive-write/perform.ts'
import type { Targets } from '#main/drive-write/target.ts'
import { systemClock } from '#main/engine/system-clock.ts'
import type { LinuxRoots } from '#main/usb/linux-tree.ts'
import { makeLinux } from '#main/usb/linux.ts'
import { faulty, type Faults } from './faulty-device.ts'

export interface TestWriter {
  readonly roots: LinuxRoots
  readonly ground: 'loop' | 'file'
  readonly faults: Faults
  /** Another stick takes the place of this one between the judgement and the opening. */
  readonly swapped: string | null
}

/** A file in place of a block device, past the cache like one. */
const openFile: Targets['open'] = async ({ path, sizeBytes, sectorBytes }) => {
  const file = await open(path, (openFlags & ~constants.O_EXCL) | constants.O_DIRECT)
  const device = deviceOf(file.fd, sizeBytes, sectorBytes)
  return { device: { ...device, close: () => file.close() }, devno: null }
}

export const testNeeds = ({
  roots,
  ground,
  faults,
  swapped,
}: TestWriter): Omit<PerformNeeds, 'cancel' | 'onProgress'> => ({
  clock: systemClock,
  targets: {
    ...linuxTargets,
    open: async drive => {
      if (swapped !== null) await writeFile(join(roots.sys, 'block', swapped, 'diskseq'), '77')
      const opened = await (ground === 'loop' ? linuxTargets.open(drive) : openFile(drive))
      return { ...opened, device: faulty(opened.device, faults) }
    },
  },
  look: async own => {
    const seen = await makeLinux(roots).list(own)
    return seen.ok ? { ok: true, value: seen.value.drives } : seen
  },
})
