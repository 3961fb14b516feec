// An opened drive as the writer uses it: places and lengths are multiples of its sectors, memory is aligned.
import { close, fdatasync, read, write } from 'node:fs'
import { promisify } from 'node:util'

export interface RawDevice {
  readonly sizeBytes: number
  readonly sectorBytes: number
  /** Bytes read, fewer only at the end. */
  read(into: Buffer, at: number): Promise<number>
  write(from: Buffer, at: number): Promise<number>
  /** Returns when the drive says that everything is on it. */
  sync(): Promise<void>
  close(): Promise<void>
}

const [reads, writes, syncs, closes] = [promisify(read), promisify(write), promisify(fdatasync), promisify(close)]

/** A file descriptor, whoever opened it. */
export const deviceOf = (fd: number, sizeBytes: number, sectorBytes: number): RawDevice => ({
  sizeBytes,
  sectorBytes,
  read: async (into, at) => (await reads(fd, into, 0, into.length, at)).bytesRead,
  write: async (from, at) => (await writes(fd, from, 0, from.length, at)).bytesWritten,
  sync: () => syncs(fd),
  close: () => closes(fd),
})
