import { expect, it } from 'vitest'
import { fault, ok } from '#core/fault.ts'
import type { PduPort, PduTarget } from '#core/ports.ts'
import { watchPdu } from '#main/pdu/watch.ts'
import { VirtualClock } from '#sim/virtual-clock.ts'

const target: PduTarget = {
  id: 'ZA1',
  family: 'apc-rpdu2',
  access: { address: { host: '127.0.0.1', port: 161 }, version: '2c', community: 'c' },
  bulk: true,
  maxOids: 16,
  delaySeconds: 0,
}

it('a watched PDU is read at an even pace, through faults, until cancelled', async () => {
  const clock = new VirtualClock(0)
  const stop = new AbortController()
  const heard: string[] = []
  let reads = 0
  const port: Pick<PduPort, 'read'> = {
    read: async () => {
      reads++
      await clock.wait(reads === 2 ? 2500 : 300)
      return reads === 3 ? fault('timeout', 'PDU', 'silence') : ok({ id: 'ZA1', readings: [], tookMs: 300 })
    },
  }
  const watch = watchPdu(port, target, {
    everyMs: 1000,
    clock,
    cancel: stop.signal,
    onReading: () => heard.push(`reading at ${clock.now()}`),
    onFault: reason => heard.push(`${reason.kind} at ${clock.now()}`),
  })
  await clock.advance(5000)
  stop.abort()
  await clock.advance(5000)
  await watch
  expect(heard).toEqual(['reading at 300', 'reading at 3500', 'timeout at 3800', 'reading at 4800'])
})
