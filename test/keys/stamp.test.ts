import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { Clock } from '#core/ports.ts'
import type { KeyFile } from '#core/wire.ts'
import { inspectKey } from '#main/keys/inspect.ts'
import { parseKeyFile } from '#main/keys/key-file.ts'
import { makeKey, serializeKey } from '#main/keys/make.ts'
import { stampFault } from '#main/keys/stamp-fault.ts'
import { stampKey } from '#main/keys/stamp.ts'
import { VirtualClock } from '#sim/virtual-clock.ts'

const clock = new VirtualClock()
const made: string[] = []
const folder = async (parent = tmpdir()): Promise<string> => {
  const path = await mkdtemp(join(parent, 'racklight-stick-'))
  made.push(path)
  return path
}
afterAll(() => Promise.all(made.map(path => rm(path, { recursive: true, force: true }))))

const newKey = (): KeyFile => {
  const key = makeKey(clock, new Set(), {
    for: { lane: '1' },
    urls: ['https://192.0.2.7:8443'],
    pin: `sha256//${'A'.repeat(43)}=`,
  })
  if (!key.ok) throw new Error(key.fault.detail)
  return key.value
}
const bytesOf = (key: KeyFile): Buffer => {
  const bytes = serializeKey(key)
  if (!bytes.ok) throw new Error(bytes.fault.detail)
  return bytes.value
}

describe('stamping a key', () => {
  it('writes enlist/key.json, reads it back, and leaves nothing else', async () => {
    const root = await folder()
    const key = newKey()
    const stamped = await stampKey(clock, { root, key })
    expect(stamped).toMatchObject({
      ok: true,
      value: { kid: key.kid, verified: true, target: join(root, 'enlist', 'key.json') },
    })
    expect(await readdir(join(root, 'enlist'))).toEqual(['key.json'])
    expect((await readFile(join(root, 'enlist', 'key.json'))).equals(bytesOf(key))).toBe(true)
  })

  it('replaces an old key and the leftover of a stamping that was cut off', async () => {
    const root = await folder()
    await stampKey(clock, { root, key: newKey() })
    await writeFile(join(root, 'enlist', 'key.new'), 'half')
    const key = newKey()
    expect((await stampKey(clock, { root, key })).ok).toBe(true)
    expect(await inspectKey(clock, root)).toMatchObject({ ok: true, value: { kid: key.kid } })
    expect(await readdir(join(root, 'enlist'))).toEqual(['key.json'])
  })

  it('never makes the top folder: a stick that is not there is a fault', async () => {
    const root = join(await folder(), 'gone')
    expect(await stampKey(clock, { root, key: newKey() })).toMatchObject({ ok: false, fault: { kind: 'gone' } })
    await expect(stat(root)).rejects.toThrow()
  })

  it('refuses a volume that is not the identified one, and touches nothing on it', async () => {
    const root = await folder()
    const device = (await stat(root)).dev + 1
    expect(await stampKey(clock, { root, key: newKey(), device })).toMatchObject({ ok: false, fault: { kind: 'gone' } })
    expect(await readdir(root)).toEqual([])
  })

  it('notices at every step that another volume took the place of the stick', async context => {
    const other = await folder('/dev/shm').catch(() => null)
    const stick = await folder()
    if (other === null || (await stat(other)).dev === (await stat(stick)).dev) return context.skip()
    for (let step = 1; step <= 5; step++) {
      const root = join(await folder(), 'mount')
      await symlink(stick, root)
      let steps = 0
      const swapping: Clock = {
        now: () => 0,
        wait: () => Promise.resolve(true),
        io: async work => {
          const result = await work
          if (++steps === step) {
            await rm(root)
            await symlink(other, root)
          }
          return result
        },
      }
      const stamped = await stampKey(swapping, { root, key: newKey() })
      expect(steps).toBeGreaterThanOrEqual(step)
      expect([step, stamped]).toMatchObject([step, { ok: false }])
      expect(await readdir(join(other, 'enlist')).catch(() => [])).toEqual([])
    }
  })

  it('does not follow a link or a file that stands where the folder should be', async () => {
    const [root, elsewhere] = [await folder(), await folder()]
    await symlink(elsewhere, join(root, 'enlist'))
    expect(await stampKey(clock, { root, key: newKey() })).toMatchObject({ ok: false, fault: { kind: 'wrongDevice' } })
    expect(await readdir(elsewhere)).toEqual([])
    await rm(join(root, 'enlist'))
    await writeFile(join(root, 'enlist'), '')
    expect(await stampKey(clock, { root, key: newKey() })).toMatchObject({ ok: false, fault: { kind: 'wrongDevice' } })
  })

  it.each([
    ['ENOSPC', 'io', /full/],
    ['EROFS', 'denied', /read-only/],
    ['EACCES', 'denied', /not permitted/],
    ['ENODEV', 'gone', /removed/],
    ['EIO', 'io', /EIO/],
  ])('says in plain words what %s means, and never the secret', (code, kind, words) => {
    const told = stampFault('/media/stick', Object.assign(new Error('secret'), { code })).fault
    expect(told.kind).toBe(kind)
    expect(told.detail).toMatch(words)
    expect(told.mend).toBeTruthy()
    expect(JSON.stringify(told)).not.toContain('secret')
  })
})

describe('inspecting a key', () => {
  it('shows everything but the secret', async () => {
    const root = await folder()
    const key = newKey()
    await stampKey(clock, { root, key })
    const inspected = await inspectKey(clock, root)
    expect(inspected).toMatchObject({
      ok: true,
      value: { kid: key.kid, version: 1, for: { lane: '1' }, checkIn: key.checkIn },
    })
    expect(JSON.stringify(inspected)).not.toContain(key.secret)
  })

  it('says that there is none', async () => {
    const root = await folder()
    expect(await inspectKey(clock, root)).toMatchObject({ ok: false, fault: { kind: 'gone' } })
    await mkdir(join(root, 'enlist', 'key.json'), { recursive: true })
    expect(await inspectKey(clock, root)).toMatchObject({ ok: false, fault: { kind: 'malformed' } })
  })

  const text = (changed: (key: KeyFile) => object): string => JSON.stringify(changed(newKey()))
  it.each([
    ['over 4 KiB', `${text(key => key)}${' '.repeat(4096)}`],
    ['a name twice', text(key => key).replace('{"v":1', '{"v":1,"v":1')],
    ['a name twice in an inner object', text(key => key).replace('"lane":"1"', '"lane":"1","lane":"2"')],
    ['a name twice, once escaped', text(key => key).replace('"kid"', '"\\u006bid":"KAAA","kid"')],
    ['an unknown version', text(key => ({ ...key, v: 2 }))],
    ['no version', text(({ v: _v, ...rest }) => rest)],
    ['a plain http address', text(key => ({ ...key, checkIn: { ...key.checkIn, urls: ['http://192.0.2.7'] } }))],
    ['five addresses', text(key => ({ ...key, checkIn: { ...key.checkIn, urls: Array(5).fill('https://h') } }))],
    ['a short secret', text(key => ({ ...key, secret: key.secret.slice(1) }))],
    ['an unknown field', text(key => ({ ...key, extra: 1 }))],
    ['no JSON', '{'],
    ['a list', '[]'],
  ])('refuses %s', (_what, content) => {
    const refused = parseKeyFile(Buffer.from(content), 'key.json')
    expect(refused).toMatchObject({ ok: false, fault: { kind: 'malformed' } })
    const secret = /"secret":"([^"]*)"/.exec(content)?.[1]
    if (secret) expect(JSON.stringify(refused)).not.toContain(secret)
  })

  it('refuses bytes that are not UTF-8, and a byte order mark', () => {
    const bytes = bytesOf(newKey())
    expect(parseKeyFile(bytes, 'x').ok).toBe(true)
    expect(parseKeyFile(Buffer.concat([bytes, Buffer.of(0xff)]), 'x').ok).toBe(false)
    expect(parseKeyFile(Buffer.concat([Buffer.of(0xef, 0xbb, 0xbf), bytes]), 'x').ok).toBe(false)
  })
})
