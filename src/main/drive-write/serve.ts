// The inside of a writing process: takes one order and tells how it goes. Who started it ends it.
import { ToWriter, type FromWriter, type Order } from './messages.ts'
import { performOrder, type PerformNeeds } from './perform.ts'

/** The way to the app, whichever kind of process this is. */
export interface Channel {
  send(message: FromWriter): void
  onMessage(hear: (message: unknown) => void): void
  onClosed(closed: () => void): void
}

/** Progress is told this often; the last word of a phase always. */
const tellEveryMs = 50

export const serveOneDrive = (channel: Channel, needs: Omit<PerformNeeds, 'cancel' | 'onProgress'>): void => {
  const cancel = new AbortController()
  let toldAt = 0
  let begun = false
  const onProgress: PerformNeeds['onProgress'] = (phase, doneBytes, totalBytes) => {
    const now = needs.clock.now()
    if (now - toldAt < tellEveryMs && doneBytes < totalBytes) return
    toldAt = now
    channel.send({ kind: 'progress', phase, doneBytes, totalBytes })
  }
  const work = async (order: Order): Promise<void> => {
    channel.send({ kind: 'ended', result: await performOrder({ ...needs, cancel: cancel.signal, onProgress }, order) })
  }
  // Whoever ordered it has gone: nobody would learn that the drive became a key.
  channel.onClosed(() => cancel.abort())
  channel.onMessage(message => {
    const parsed = ToWriter.safeParse(message)
    if (!parsed.success) throw new Error('an order that is not understood')
    if (parsed.data.kind === 'cancel') cancel.abort()
    else if (!begun) {
      begun = true
      void work(parsed.data)
    }
  })
  channel.send({ kind: 'ready' })
}
