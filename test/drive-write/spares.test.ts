import { expect, it } from 'vitest'
import type { Writer } from '#main/drive-write/order.ts'
import { makeSpares } from '#main/drive-write/spares.ts'
import { VirtualClock } from '#sim/virtual-clock.ts'

/** A process that says that it is ready, and dies when told. */
const makeYard = () => {
  const made: { killed: boolean; die(): void; sent: unknown[] }[] = []
  const start = (): Writer => {
    let hear: (message: unknown) => void = () => undefined
    let exit: (why: string) => void = () => undefined
    const sent: unknown[] = []
    const one = { killed: false, sent, die: () => exit('SIGKILL') }
    made.push(one)
    queueMicrotask(() => hear({ kind: 'ready' }))
    return {
      send: message => void sent.push(message),
      onMessage: next => void (hear = next),
      onExit: next => void (exit = next),
      kill: () => void (one.killed = true),
    }
  }
  return { made, start }
}

const heardBy = (writer: Writer): unknown[] => {
  const heard: unknown[] = []
  writer.onMessage(message => heard.push(message))
  return heard
}

it('a spare process is ready when it is taken, and what it said before is not lost', async () => {
  const { made, start } = makeYard()
  const spares = makeSpares(start, new VirtualClock())
  spares.keep(2)
  spares.keep(2)
  await Promise.resolve()
  const taken = [spares.take(), spares.take()]
  expect(made).toHaveLength(2)
  expect(taken.map(heardBy)).toEqual([[{ kind: 'ready' }], [{ kind: 'ready' }]])
  spares.take()
  expect(made).toHaveLength(3)
})

it('one that has died is not taken, and one that dies at that moment says so', () => {
  const { made, start } = makeYard()
  const spares = makeSpares(start, new VirtualClock())
  spares.keep(2)
  made[0]?.die()
  const taken = spares.take()
  made[1]?.die()
  const ends: string[] = []
  taken.onExit(why => ends.push(why))
  expect(ends).toEqual(['SIGKILL'])
})

it('those that nobody takes end after two minutes, those that are taken go on', async () => {
  const { made, start } = makeYard()
  const clock = new VirtualClock()
  const spares = makeSpares(start, clock)
  spares.keep(2)
  heardBy(spares.take())
  await clock.advance(120_000)
  expect(made.map(one => one.killed)).toEqual([false, true])
  spares.keep(1)
  spares.close()
  expect(made.map(one => one.killed)).toEqual([false, true, true])
})
