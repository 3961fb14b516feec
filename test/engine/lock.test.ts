import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findEngine, takeLock, type Lock, type LockOutcome } from '#main/engine/lock.ts'
import { startChild } from '../store/fixtures/child.ts'
import { must } from '../store/fixtures/journals.ts'
import { tempDir } from '../store/fixtures/temp-dir.ts'

const now = Date.UTC(2026, 0, 5, 8)
const holder = new URL('fixtures/hold-lock.ts', import.meta.url)
const take = (dir: string): LockOutcome => must(takeLock(dir, 'my socket', now))

function mine(outcome: LockOutcome): Lock {
  if (!('lock' in outcome)) throw new Error(`held by ${JSON.stringify(outcome.heldBy)}`)
  return outcome.lock
}

describe('the lock of a data folder', () => {
  it('is taken by one, who says who and where he is', () => {
    const dir = tempDir()
    const lock = mine(take(dir))
    const about = {
      pid: process.pid,
      bootId: lock.about.bootId,
      socket: 'my socket',
      startedAt: '2026-01-05T08:00:00.000Z',
    }
    expect(JSON.parse(readFileSync(join(dir, 'engine.json'), 'utf8'))).toEqual(about)
    expect(statSync(join(dir, 'engine.json')).mode & 0o777).toBe(0o600)
    expect(findEngine(dir)).toEqual(about)
    expect(take(dir)).toEqual({ heldBy: about })
    lock.release()
  })

  it('can be taken again once it was let go, and letting go twice does no harm', () => {
    const dir = tempDir()
    const first = mine(take(dir))
    first.release()
    expect([findEngine(dir), existsSync(join(dir, 'engine.json'))]).toEqual([null, false])
    const second = mine(take(dir))
    first.release()
    expect('heldBy' in take(dir)).toBe(true)
    second.release()
  })

  it('makes the data folder, for its owner alone', () => {
    const dir = join(tempDir(), 'new')
    mine(take(dir)).release()
    expect(statSync(dir).mode & 0o777).toBe(0o700)
  })

  it('keeps another process out and names itself to it', async () => {
    const dir = tempDir()
    const lock = mine(take(dir))
    const child = startChild(holder, [dir])
    expect(JSON.parse(await child.line())).toEqual({ ok: true, value: { heldBy: lock.about } })
    lock.release()
  })

  it('held by another process is let go on request, and by the system when that process is killed', async () => {
    const dir = tempDir()
    const first = startChild(holder, [dir])
    expect(await first.line()).toContain('"lock"')
    expect(take(dir)).toMatchObject({ heldBy: { socket: 'the socket' } })
    first.say('release')
    await first.line()
    mine(take(dir)).release()

    const second = startChild(holder, [dir])
    expect(await second.line()).toContain('"lock"')
    expect('heldBy' in take(dir)).toBe(true)
    await second.kill()
    expect(existsSync(join(dir, 'engine.json'))).toBe(true)
    expect(findEngine(dir)).toBeNull()
    mine(take(dir)).release()
  })

  it('does not believe what a dead engine, another boot or nonsense left behind', () => {
    const dir = tempDir()
    const lock = mine(take(dir))
    const leave = (text: string): void => writeFileSync(join(dir, 'engine.json'), text)
    leave(JSON.stringify({ ...lock.about, bootId: 'another boot' }))
    expect([findEngine(dir), take(dir)]).toEqual([null, { heldBy: null }])
    leave(JSON.stringify({ ...lock.about, pid: 2 ** 22 + 1 }))
    expect(findEngine(dir)).toBeNull()
    leave('{"pid":')
    expect(findEngine(dir)).toBeNull()
    lock.release()
  })

  it('on a folder that cannot be one is a fault', () => {
    const dir = join(tempDir(), 'file')
    writeFileSync(dir, '')
    expect(takeLock(dir, 'my socket', now)).toMatchObject({ fault: { kind: 'denied' } })
    expect(takeLock(join(dir, 'below'), 'my socket', now)).toMatchObject({ fault: { kind: 'denied' } })
  })
})
