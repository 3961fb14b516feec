// How far the writing of a drive is: volatile, never journaled.
import { z } from 'zod'

export const WriteGauge = z.object({
  phase: z.enum(['starting', 'writing', 'verifying', 'sealing']),
  doneBytes: z.number(),
  /** Writing and reading back; zero as long as it is not known. */
  totalBytes: z.number(),
  bytesPerSecond: z.number().nullable(),
  leftMs: z.number().nullable(),
  /** Nothing has moved for 10 s: the drive, its hub or the system hangs. */
  stalled: z.boolean(),
})
export type WriteGauge = z.infer<typeof WriteGauge>

/** The gauge of one drive, with the key it gets and the drive in words. */
export const DriveWrite = WriteGauge.extend({ kid: z.string(), where: z.string() })
export type DriveWrite = z.infer<typeof DriveWrite>

/** `3.1 of 6.2 MB, 2.9 MB/s, 2 s left`. */
export const progressWords = ({
  phase,
  doneBytes,
  totalBytes,
  bytesPerSecond,
  leftMs,
  stalled,
}: WriteGauge): string => {
  if (stalled) return 'nothing has moved for a while; cancel it, or wait'
  if (phase === 'starting') return 'starting'
  const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1)
  const rate = bytesPerSecond === null ? '' : `, ${megabytes(bytesPerSecond)} MB/s`
  const left = leftMs === null ? '' : `, ${Math.ceil(leftMs / 1000)} s left`
  return `${megabytes(doneBytes)} of ${megabytes(totalBytes)} MB${rate}${left}`
}

/** `writing 3.1 of 6.2 MB, 2.9 MB/s, 2 s left`. */
export const gaugeWords = (gauge: WriteGauge): string =>
  gauge.stalled || gauge.phase === 'starting' ? progressWords(gauge) : `${gauge.phase} ${progressWords(gauge)}`
