// A layer between the writer and the drive that fails as drives fail.
import type { RawDevice } from '#main/drive-write/device.ts'

export type Faults =
  | { readonly kind: 'none' }
  /** The system says no from this byte on: `EIO`, `ENODEV`, `ENOSPC`. */
  | { readonly kind: 'writeError' | 'readError'; readonly at: number; readonly code: string }
  /** Says that it has written, and has not. */
  | { readonly kind: 'dropsWrites'; readonly at: number }
  /** Keeps what was written with one bit turned. */
  | { readonly kind: 'corrupts'; readonly at: number }
  | { readonly kind: 'writesLess'; readonly at: number }
  /** Never answers from here on. */
  | { readonly kind: 'hangs'; readonly at: number }
  /** Each write takes its time. */
  | { readonly kind: 'slow'; readonly ms: number }
  /** Works, at the pace of a stick. */
  | { readonly kind: 'paced'; readonly writeBytesPerMs: number; readonly readBytesPerMs: number }
  /** The process dies. */
  | { readonly kind: 'dies'; readonly at: number }

const covers = (at: number, length: number, place: number): boolean => place >= at && place < at + length

const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))

const failure = (code: string): Error => Object.assign(new Error(code), { code })

export const faulty = (device: RawDevice, faults: Faults): RawDevice => ({
  ...device,
  read: async (into, at) => {
    if (faults.kind === 'paced') await pause(into.length / faults.readBytesPerMs)
    if (faults.kind === 'readError' && covers(at, into.length, faults.at)) throw failure(faults.code)
    return device.read(into, at)
  },
  write: async (from, at) => {
    const here = 'at' in faults && covers(at, from.length, faults.at)
    if (faults.kind === 'slow') await pause(faults.ms)
    if (faults.kind === 'paced') await pause(from.length / faults.writeBytesPerMs)
    if (!here) return device.write(from, at)
    switch (faults.kind) {
      case 'writeError':
        throw failure(faults.code)
      case 'dropsWrites':
        return from.length
      case 'writesLess':
        return device.write(from.subarray(0, from.length - device.sectorBytes), at)
      case 'corrupts': {
        // On the drive alone: the memory it came from stays right.
        const place = faults.at - at
        const was = from[place] ?? 0
        from[place] = was ^ 1
        const written = await device.write(from, at)
        from[place] = was
        return written
      }
      case 'hangs':
        return new Promise(() => undefined)
      case 'dies':
        process.kill(process.pid, 'SIGKILL')
        return new Promise(() => undefined)
      case 'readError':
        return device.write(from, at)
    }
  },
})
