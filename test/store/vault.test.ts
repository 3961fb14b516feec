import { chmodSync, existsSync, readFileSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fault, ok, type Result } from '#core/fault.ts'
import { readPassphrase } from '#main/store/private-file.ts'
import { openVault, waysIntoVault, type Vault } from '#main/store/vault.ts'
import type { VaultSource } from '#main/store/vault-key.ts'
import { VirtualClock } from '#sim/virtual-clock.ts'
import { startChild } from './fixtures/child.ts'
import { must } from './fixtures/journals.ts'
import { tempDir } from './fixtures/temp-dir.ts'

const clock = new VirtualClock()
const byFile: VaultSource = { kind: 'file' }
const byPassphrase = (passphrase: string): VaultSource => ({ kind: 'passphrase', passphrase })

/** A desktop's keychain: seals for this desktop alone, and counts how often it is asked. */
function keychain(desktop: string): VaultSource & { asked: number } {
  const name = Buffer.from(desktop)
  const source = {
    kind: 'keychain' as const,
    asked: 0,
    wrap: async (master: Uint8Array): Promise<Result<Uint8Array>> => ok(Buffer.concat([name, master.toReversed()])),
    unwrap: async (wrapped: Uint8Array): Promise<Result<Uint8Array>> => {
      source.asked++
      const sealed = Buffer.from(wrapped)
      if (!sealed.subarray(0, name.length).equals(name)) return fault('denied', 'keychain', 'not sealed here')
      return ok(sealed.subarray(name.length).toReversed())
    },
  }
  return source
}

const open = async (dir: string, source: VaultSource): Promise<Vault> => must(await openVault(dir, source, clock))
const vaultIn = (dir: string): string => join(dir, 'vault.json')
const keyIn = (dir: string): string => join(dir, 'vault.key')

async function refused(dir: string, source: VaultSource): Promise<string> {
  const opened = await openVault(dir, source, clock)
  return opened.ok ? 'opened' : opened.fault.kind
}

describe('the vault', () => {
  it.each([
    ['file', byFile],
    ['passphrase', byPassphrase('correct horse')],
    ['keychain', keychain('desk')],
  ] as const)('keeps secrets behind a %s and says so', async (protection, source) => {
    const dir = tempDir()
    const vault = await open(dir, source)
    must(await vault.set('community/pdu-a', 'hush-hush'))
    must(await vault.set('maas', 'api:key'))
    must(await vault.delete('maas'))
    const again = await open(dir, source)
    expect([again.protection, again.names(), again.get('community/pdu-a'), again.get('maas')]).toEqual([
      protection,
      ['community/pdu-a'],
      'hush-hush',
      undefined,
    ])
    expect(must(await waysIntoVault(dir, clock))).toEqual([protection])
  })

  it('shows no secret and no name in any of its files, which are for the owner alone', async () => {
    const dir = tempDir()
    const vault = await open(dir, byFile)
    must(await vault.set('community/pdu-a', 'hush-hush'))
    for (const file of readdirSync(dir)) expect(readFileSync(join(dir, file), 'utf8')).not.toMatch(/hush|community/)
    expect([vaultIn(dir), keyIn(dir)].map(file => statSync(file).mode & 0o777)).toEqual([0o600, 0o600])
    expect(JSON.stringify(vault)).not.toContain('hush')
  })

  it('does not open to a wrong passphrase, another key file or another desktop', async () => {
    const [one, two, three] = [tempDir(), tempDir(), tempDir()]
    await open(one, byPassphrase('right'))
    expect(await openVault(one, byPassphrase('wrong'), clock)).toMatchObject({
      fault: { kind: 'denied', detail: 'the passphrase is wrong' },
    })
    await open(two, byFile)
    writeFileSync(keyIn(two), Buffer.alloc(32, 1).toString('base64'), { mode: 0o600 })
    expect(await refused(two, byFile)).toBe('denied')
    await open(three, keychain('desk'))
    expect(await refused(three, keychain('elsewhere'))).toBe('denied')
  })

  it('tells which way it is opened when another is tried', async () => {
    const dir = tempDir()
    await open(dir, byFile)
    expect(await openVault(dir, byPassphrase('any'), clock)).toMatchObject({
      fault: { kind: 'denied', detail: expect.stringContaining('opened by the key file') },
    })
  })

  it('refuses an empty passphrase', async () => {
    expect(await refused(tempDir(), byPassphrase(''))).toBe('denied')
  })

  it('cut short anywhere, or with a byte changed, is a fault and never a secret', async () => {
    const dir = tempDir()
    must(await (await open(dir, byFile)).set('community', 'hush-hush'))
    const whole = readFileSync(vaultIn(dir), 'utf8')
    for (let length = 0; length < whole.length - 2; length += 37) {
      writeFileSync(vaultIn(dir), whole.slice(0, length))
      expect(await refused(dir, byFile)).toBe('malformed')
    }
    for (let at = whole.indexOf('"sealed"') + 12; at < whole.length - 8; at += 9) {
      const changed = whole[at] === 'A' ? 'B' : 'A'
      writeFileSync(vaultIn(dir), whole.slice(0, at) + changed + whole.slice(at + 1))
      expect(await refused(dir, byFile)).toBe('malformed')
    }
  })

  it('notices a way in that somebody else wrote into the file', async () => {
    const dir = tempDir()
    await open(dir, byFile)
    const file: { slots: object[] } = JSON.parse(readFileSync(vaultIn(dir), 'utf8'))
    file.slots.push({ kind: 'keychain', wrapped: 'AAAA' })
    writeFileSync(vaultIn(dir), JSON.stringify(file))
    expect(await refused(dir, byFile)).toBe('malformed')
  })

  it.skipIf(process.platform === 'win32')('that others may read is refused, with the mend', async () => {
    for (const fileIn of [vaultIn, keyIn]) {
      const dir = tempDir()
      await open(dir, byFile)
      chmodSync(fileIn(dir), 0o640)
      expect(await openVault(dir, byFile, clock)).toMatchObject({
        fault: { kind: 'denied', where: fileIn(dir), mend: `Run: chmod 600 '${fileIn(dir)}'` },
      })
    }
  })

  it('without its key file says that it is gone', async () => {
    const dir = tempDir()
    await open(dir, byFile)
    renameSync(keyIn(dir), join(dir, 'elsewhere'))
    expect(await refused(dir, byFile)).toBe('gone')
  })

  it('is not made anew under the hands of one who has it open', async () => {
    const dir = tempDir()
    const vault = await open(dir, byFile)
    must(await vault.set('community', 'hush-hush'))
    renameSync(vaultIn(dir), join(dir, 'aside'))
    expect(await vault.set('maas', 'api:key')).toMatchObject({ fault: { kind: 'gone' } })
    expect(existsSync(vaultIn(dir))).toBe(false)
  })

  it('asks the keychain once, not at every write', async () => {
    const source = keychain('desk')
    const dir = tempDir()
    await open(dir, source)
    const vault = await open(dir, source)
    for (const name of ['a', 'b', 'c']) must(await vault.set(name, name))
    expect(source.asked).toBe(1)
  })
})

describe('a vault sealed anew', () => {
  it('opens to the new ways and no longer to the old one', async () => {
    const dir = tempDir()
    const vault = await open(dir, byFile)
    must(await vault.set('community', 'hush-hush'))
    must(await vault.reseal([keychain('desk'), byPassphrase('right')]))
    expect([vault.protection, existsSync(keyIn(dir)), await refused(dir, byFile)]).toEqual([
      'passphrase',
      false,
      'denied',
    ])
    expect(must(await waysIntoVault(dir, clock))).toEqual(['keychain', 'passphrase'])
    expect((await open(dir, keychain('desk'))).get('community')).toBe('hush-hush')
    expect((await open(dir, byPassphrase('right'))).get('community')).toBe('hush-hush')
    must(await vault.set('maas', 'api:key'))
    expect((await open(dir, keychain('desk'))).names()).toEqual(['community', 'maas'])
  })

  it('is found by another who has it open, if his way in still leads there', async () => {
    const dir = tempDir()
    const one = await open(dir, keychain('desk'))
    const two = await open(dir, keychain('desk'))
    must(await one.reseal([keychain('desk')]))
    must(await two.set('community', 'hush-hush'))
    must(await one.refresh())
    expect(one.get('community')).toBe('hush-hush')
    must(await one.reseal([byFile]))
    expect(await two.set('maas', 'api:key')).toMatchObject({ fault: { kind: 'denied' } })
    must(await one.set('maas', 'api:key'))
    expect((await open(dir, byFile)).names()).toEqual(['community', 'maas'])
  })
})

describe('a vault with several writers', () => {
  it('loses nothing between two that have it open', async () => {
    const dir = tempDir()
    const [one, two] = [await open(dir, byFile), await open(dir, byFile)]
    must(await one.set('a', '1'))
    must(await two.set('b', '2'))
    must(await one.delete('b'))
    must(await two.set('c', '3'))
    must(await one.refresh())
    expect([one.names(), two.names()]).toEqual([
      ['a', 'c'],
      ['a', 'c'],
    ])
  })

  it('loses nothing of many changes at once', async () => {
    const vault = await open(tempDir(), byFile)
    const names = Array.from({ length: 20 }, (_, n) => `name-${n}`)
    await Promise.all(names.map(name => vault.set(name, name)))
    expect(vault.names()).toEqual(names.toSorted())
  })

  it('loses nothing between processes, which also agree on what is made once', async () => {
    const dir = tempDir()
    const script = new URL('fixtures/fill-vault.ts', import.meta.url)
    const children = ['one', 'two', 'three'].map(name => startChild(script, [dir, name]))
    const installKeys = await Promise.all(children.map(child => child.line()))
    expect(new Set(installKeys).size).toBe(1)
    expect((await open(dir, byFile)).names()).toHaveLength(31)
  })
})

describe('a passphrase file', () => {
  it('gives its text without the line end', async () => {
    const path = join(tempDir(), 'passphrase')
    writeFileSync(path, 'correct horse \n', { mode: 0o600 })
    expect(must(await readPassphrase(path))).toBe('correct horse ')
  })

  it.skipIf(process.platform === 'win32')('must be there, private and not empty', async () => {
    const path = join(tempDir(), 'passphrase')
    const kind = async (): Promise<string> => {
      const read = await readPassphrase(path)
      return read.ok ? read.value : read.fault.kind
    }
    expect(await kind()).toBe('gone')
    writeFileSync(path, '\n', { mode: 0o600 })
    expect(await kind()).toBe('denied')
    writeFileSync(path, 'right')
    chmodSync(path, 0o604)
    expect(await kind()).toBe('denied')
  })
})
