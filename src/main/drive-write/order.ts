// The outside of a writing process: one for each drive, so that what hangs or crashes there touches nobody else.
import { driveWords } from '#core/drive.ts'
import { fault } from '#core/fault.ts'
import type { Cancel, Clock } from '#core/ports.ts'
import type { WriteGauge } from '#core/write-gauge.ts'
import { makeGauge } from './gauge.ts'
import { FromWriter, type Order, type ToWriter, type WriteResult } from './messages.ts'

/** A process that was started to write one drive; how it is started depends on who starts it. */
export interface Writer {
  send(message: ToWriter): void
  onMessage(hear: (message: unknown) => void): void
  onExit(ended: (why: string) => void): void
  kill(): void
}

export interface OrderNeeds {
  readonly clock: Clock
  start(): Writer
  onGauge(gauge: WriteGauge): void
}

/** A cancelled process that does not end by itself is killed: its drive has no valid first sectors then. */
const graceMs = 200
/** In its last moments the key is complete: the process is given time to empty it again. */
const sealingGraceMs = 5_000
/** A gauge that does not move must still say that it does not. */
const tellEveryMs = 1_000

/** Writes one drive in a process of its own. Never rejects for what happened to the drive or the process. */
export const writeDrive = (needs: OrderNeeds, order: Omit<Order, 'kind'>, cancel: Cancel): Promise<WriteResult> => {
  const { clock } = needs
  const where = driveWords(order.drive)
  const cancelled = fault(
    'cancelled',
    where,
    'It was cancelled, and the key is not on it.',
    'Write it anew when it is wanted.',
  )
  return new Promise(resolve => {
    const gauge = makeGauge(clock.now())
    const writer = needs.start()
    const ended = new AbortController()
    let sealing = false
    const tell = (): void => {
      if (!ended.signal.aborted) needs.onGauge(gauge.at(clock.now()))
    }
    const end = (result: WriteResult): void => {
      if (ended.signal.aborted) return
      ended.abort()
      cancel.removeEventListener('abort', onCancel)
      writer.kill()
      resolve(result)
    }
    const onCancel = (): void => {
      writer.send({ kind: 'cancel' })
      void clock.wait(sealing ? sealingGraceMs : graceMs, ended.signal).then(timeIsUp => {
        if (timeIsUp) end(cancelled)
      })
    }
    writer.onMessage(message => {
      const parsed = FromWriter.safeParse(message)
      if (!parsed.success) return end(fault('bug', where, 'The writing process said something that is not understood.'))
      switch (parsed.data.kind) {
        case 'ready':
          if (!cancel.aborted) writer.send({ kind: 'write', ...order })
          return
        case 'progress': {
          const { phase, doneBytes, totalBytes } = parsed.data
          sealing = phase === 'sealing'
          gauge.moved(phase, doneBytes, totalBytes, clock.now())
          return tell()
        }
        case 'ended':
          return end(parsed.data.result)
      }
    })
    writer.onExit(why => {
      const mend = 'Insert the drive again and write it anew.'
      end(fault('io', where, `The process that wrote it has ended (${why}). It is no key.`, mend))
    })
    const watch = async (): Promise<void> => {
      while (await clock.wait(tellEveryMs, ended.signal)) tell()
    }
    void watch()
    if (cancel.aborted) onCancel()
    else cancel.addEventListener('abort', onCancel)
  })
}
