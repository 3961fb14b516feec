import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { connectEngine, type EngineClient } from '#main/engine/socket-client.ts'
import { socketPathOf } from '#main/engine/socket-path.ts'
import { serveEngine, type EngineDoor, type EngineServer } from '#main/engine/socket.ts'
import type { Fault } from '#core/fault.ts'
import { startChild } from '../store/fixtures/child.ts'
import { must } from '../store/fixtures/journals.ts'
import { tempDir } from '../store/fixtures/temp-dir.ts'

/** An engine with three calls and an event list that grows when told. */
class Engine implements EngineDoor {
  readonly path: string
  readonly bugs: unknown[] = []
  readonly watchers = new Map<(event: unknown) => void, number>()
  readonly stopped: number[] = []
  readonly events: unknown[] = ['one', 'two', 'three']
  #held = Promise.withResolvers<unknown>()

  constructor(path: string) {
    this.path = path
  }

  async onCall(name: string, ask: unknown): Promise<unknown> {
    if (name === 'echo') return ask
    if (name === 'hold') return this.#held.promise
    if (name === 'nothing') return undefined
    throw new Error(`a bug in ${name}`)
  }

  subscribe(from: number, send: (event: unknown) => void): () => void {
    this.watchers.set(send, from)
    for (const event of this.events.slice(from - 1)) send(event)
    return () => {
      this.watchers.delete(send)
      this.stopped.push(from)
    }
  }

  onBug(error: unknown): void {
    this.bugs.push(error)
  }

  publish(event: unknown): void {
    for (const send of this.watchers.keys()) send(event)
  }
}

async function serve(path = join(tempDir(), 'engine.sock')): Promise<{ engine: Engine; server: EngineServer }> {
  const engine = new Engine(path)
  const server = must(await serveEngine(engine))
  onTestFinished(() => server.close())
  return { engine, server }
}

async function client(path: string): Promise<EngineClient> {
  const connected = must(await connectEngine(path))
  onTestFinished(() => connected.close())
  return connected
}

/** Collects what a watch brings, and waits for so many of them. */
function collector<T>(): { put: (item: T) => void; first: (count: number) => Promise<T[]> } {
  const items: T[] = []
  let woken = Promise.withResolvers<void>()
  return {
    put: item => {
      items.push(item)
      woken.resolve()
      woken = Promise.withResolvers<void>()
    },
    first: async count => {
      while (items.length < count) await woken.promise
      return items.slice(0, count)
    },
  }
}

async function rawLines(path: string, sent: string, count: number): Promise<unknown[]> {
  const socket = connect(path)
  onTestFinished(() => void socket.destroy())
  await once(socket, 'connect')
  let text = ''
  socket.on('data', chunk => (text += String(chunk)))
  socket.write(sent)
  while (text.split('\n').length <= count) await once(socket, 'data')
  return text
    .split('\n')
    .slice(0, count)
    .map(line => JSON.parse(line))
}

const ignore = (): void => {}

describe('the engine behind its socket', () => {
  it('answers calls, several at once, each to its own question', async () => {
    const { engine } = await serve()
    const one = await client(engine.path)
    const asks = ['a', { b: [1, 'ü\n"'] }, null, 4]
    expect(await Promise.all(asks.map(ask => one.call('echo', ask)))).toEqual(asks.map(value => ({ ok: true, value })))
    expect(await one.call('nothing', undefined)).toEqual({ ok: true, value: null })
  })

  it('is for its owner alone', async () => {
    const { engine } = await serve()
    expect(statSync(engine.path).mode & 0o777).toBe(0o600)
  })

  it('answers a bug with a fault that tells nothing, and goes on', async () => {
    const { engine } = await serve()
    const one = await client(engine.path)
    const answer = await one.call('break', { community: 'hush-hush' })
    expect(answer).toMatchObject({ fault: { kind: 'bug', where: 'engine call break' } })
    expect(JSON.stringify(answer)).not.toContain('hush')
    expect(engine.bugs).toEqual([new Error('a bug in break')])
    expect(await one.call('echo', 1)).toEqual({ ok: true, value: 1 })
  })

  it('sends events from where it is asked to, until the watch stops', async () => {
    const { engine } = await serve()
    const one = await client(engine.path)
    const seen = collector<unknown>()
    const stop = one.watch(2, seen.put, ignore)
    expect(await seen.first(2)).toEqual(['two', 'three'])
    engine.publish('four')
    expect(await seen.first(3)).toEqual(['two', 'three', 'four'])
    stop()
    await one.call('echo', 'after the stop')
    expect([engine.stopped, engine.watchers.size]).toEqual([[2], 0])
  })

  it('serves an answer of a megabyte and more', async () => {
    const { engine } = await serve()
    engine.events.push('x'.repeat(3 << 20))
    const seen = collector<unknown>()
    ;(await client(engine.path)).watch(4, seen.put, ignore)
    expect(String((await seen.first(1))[0])).toHaveLength(3 << 20)
  })

  it('answers what is no request with a fault, and the next line as usual', async () => {
    const { engine } = await serve()
    const wrong = ['not json', '[]', '{"id":1}', '{"id":1,"call":2,"ask":0}', '{"id":1,"watch":-1}', '\u0000']
    const lines = await rawLines(
      engine.path,
      `${wrong.join('\n')}\n\n{"id":9,"call":"echo","ask":1}\n`,
      wrong.length + 1,
    )
    expect(lines.slice(0, -1)).toEqual(
      wrong.map(() => ({ id: null, fault: expect.objectContaining({ kind: 'malformed' }) })),
    )
    expect(lines.at(-1)).toEqual({ id: 9, answer: 1 })
  })

  it('understands a request that comes in pieces', async () => {
    const { engine } = await serve()
    const socket = connect(engine.path)
    onTestFinished(() => void socket.destroy())
    for (const byte of Buffer.from('{"id":1,"call":"echo","ask":"ü"}\n')) {
      await new Promise(resolve => socket.write(Buffer.of(byte), resolve))
    }
    expect(String((await once(socket, 'data'))[0])).toBe('{"id":1,"answer":"ü"}\n')
  })

  it('refuses a request without end and hangs up', async () => {
    const { engine } = await serve()
    const socket = connect(engine.path)
    socket.on('error', ignore)
    const closed = once(socket, 'close')
    socket.write('x'.repeat((1 << 20) + 2))
    expect(String((await once(socket, 'data'))[0])).toContain('"malformed"')
    await closed
    expect(await (await client(engine.path)).call('echo', 1)).toEqual({ ok: true, value: 1 })
  })

  it('tells callers and watchers when it ends', async () => {
    const { engine, server } = await serve()
    const one = await client(engine.path)
    const ends = collector<Fault>()
    one.watch(1, ignore, ends.put)
    const held = one.call('hold', null)
    await one.call('echo', 'so that both have arrived')
    await server.close()
    expect(await held).toMatchObject({ fault: { kind: 'gone' } })
    expect(await ends.first(1)).toMatchObject([{ kind: 'gone' }])
    expect(await one.call('echo', 1)).toMatchObject({ fault: { kind: 'gone' } })
    expect(existsSync(engine.path)).toBe(false)
  })

  it('forgets the watches of a client that goes away', async () => {
    const { engine } = await serve()
    const one = await client(engine.path)
    const seen = collector<unknown>()
    one.watch(1, seen.put, ignore)
    await seen.first(3)
    const gone = new Promise<void>(resolve => {
      const stopped = engine.stopped
      engine.stopped.push = (...from) => {
        resolve()
        return Array.prototype.push.apply(stopped, from)
      }
    })
    one.close()
    await gone
    expect(engine.watchers.size).toBe(0)
  })

  it('lets go of a watcher that does not read before it fills the memory', async () => {
    const { engine } = await serve()
    const socket = connect(engine.path)
    onTestFinished(() => void socket.destroy())
    socket.on('error', ignore)
    socket.pause()
    socket.write('{"id":1,"watch":4}\n')
    await (await client(engine.path)).call('echo', 'so that the watch has arrived')
    while (engine.watchers.size === 0) await new Promise(resolve => setImmediate(resolve))
    for (let n = 0; n < 40; n++) engine.publish('x'.repeat(1 << 20))
    while (engine.watchers.size > 0) await new Promise(resolve => setImmediate(resolve))
    expect(engine.stopped).toEqual([4])
  })

  it('allows so many watches for each connection', async () => {
    const { engine } = await serve()
    const asks = Array.from({ length: 17 }, (_, n) => `{"id":${n},"watch":4}`)
    const lines = await rawLines(engine.path, `${asks.join('\n')}\n`, 1)
    expect(lines).toEqual([{ id: 16, fault: expect.objectContaining({ kind: 'busy' }) }])
  })
})

describe('the socket of a data folder', () => {
  it('lies in the folder, or under the temporary one where the path would be too long', async () => {
    expect(socketPathOf('/data')).toBe('/data/engine.sock')
    const long = join(tempDir(), 'x'.repeat(120))
    const path = socketPathOf(long)
    expect(path).toMatch(/racklight-[0-9a-f]{16}\/engine\.sock$/)
    expect([path, socketPathOf(`${long}y`)]).toEqual([socketPathOf(long), expect.not.stringMatching(path)])
    onTestFinished(() => rmSync(dirname(path), { recursive: true, force: true }))
    const { engine } = await serve(path)
    expect(statSync(dirname(path)).mode & 0o777).toBe(0o700)
    expect(await (await client(engine.path)).call('echo', 1)).toEqual({ ok: true, value: 1 })
  })

  it('under the temporary folder is not trusted when the way there is open to others', async () => {
    const path = socketPathOf(`/${'y'.repeat(120)}${process.pid}`)
    const folder = dirname(path)
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    expect(await connectEngine(path)).toMatchObject({ fault: { kind: 'gone' } })
    mkdirSync(folder)
    chmodSync(folder, 0o755)
    expect(await connectEngine(path)).toMatchObject({ fault: { kind: 'denied' } })
    expect(await serveEngine(new Engine(path))).toMatchObject({ fault: { kind: 'denied' } })
    rmSync(folder, { recursive: true })
    const real = tempDir()
    symlinkSync(real, join(tmpdir(), folder.slice(tmpdir().length + 1)))
    expect(await serveEngine(new Engine(path))).toMatchObject({ fault: { kind: 'denied' } })
  })

  it('left by an engine that was killed is replaced', async () => {
    const path = join(tempDir(), 'engine.sock')
    const child = startChild(new URL('fixtures/serve.ts', import.meta.url), [path])
    expect(await child.line()).toBe('serving')
    expect(await (await client(path)).call('who', null)).toEqual({ ok: true, value: 'the child' })
    expect(await serveEngine(new Engine(path))).toMatchObject({ fault: { kind: 'busy' } })
    await child.kill()
    expect(existsSync(path)).toBe(true)
    expect(await connectEngine(path)).toMatchObject({ fault: { kind: 'gone' } })
    await serve(path)
    expect(await (await client(path)).call('echo', 'mine')).toEqual({ ok: true, value: 'mine' })
  })

  it('never takes away a file that is none', async () => {
    const path = join(tempDir(), 'engine.sock')
    writeFileSync(path, 'something of somebody')
    expect(await serveEngine(new Engine(path))).toMatchObject({ fault: { kind: 'denied' } })
    expect(existsSync(path)).toBe(true)
  })

  it('without an engine is gone, in plain words', async () => {
    expect(await connectEngine(join(tempDir(), 'engine.sock'))).toMatchObject({ fault: { kind: 'gone' } })
  })
})
