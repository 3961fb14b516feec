import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ok } from '#core/fault.ts'
import { systemClock as clock } from '#main/engine/system-clock.ts'
import { vaultSourceFor } from '#main/site/vault-source.ts'
import { openVault } from '#main/store/vault.ts'

const keychain = {
  wrap: (master: Uint8Array) => Promise.resolve(ok(Uint8Array.from(master, byte => byte ^ 0x5a))),
  unwrap: (wrapped: Uint8Array) => Promise.resolve(ok(Uint8Array.from(wrapped, byte => byte ^ 0x5a))),
}
const withKeychain = () => Promise.resolve(keychain)
const without = () => Promise.resolve(null)

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'racklight-vault-'))
  delete process.env['RACKLIGHT_VAULT_PASSPHRASE_FILE']
})
afterEach(async () => {
  delete process.env['RACKLIGHT_VAULT_PASSPHRASE_FILE']
  await rm(dir, { recursive: true, force: true })
})

const kindFor = async (openKeychain: Parameters<typeof vaultSourceFor>[2]): Promise<string> => {
  const source = await vaultSourceFor(dir, clock, openKeychain)
  return source.ok ? source.value.kind : source.fault.kind
}

/** Opens the vault as the window would, which makes it where there is none. */
const open = async (openKeychain: Parameters<typeof vaultSourceFor>[2]): Promise<string> => {
  const source = await vaultSourceFor(dir, clock, openKeychain)
  const opened = source.ok ? await openVault(dir, source.value, clock) : source
  return opened.ok ? opened.value.protection : opened.fault.detail
}

describe('the way into the vault', () => {
  it('is the keychain for a new vault where the desktop has one, and stays it', async () => {
    expect(await open(withKeychain)).toBe('keychain')
    expect(await open(withKeychain)).toBe('keychain')
  })

  it('is a file beside it where there is nothing better, and stays that when a keychain comes', async () => {
    expect(await open(without)).toBe('file')
    expect(await kindFor(withKeychain)).toBe('file')
    expect(await open(withKeychain)).toBe('file')
  })

  it('is a passphrase where one is named and the desktop has no keychain', async () => {
    const path = join(dir, 'passphrase')
    await writeFile(path, 'correct horse\n', { mode: 0o600 })
    process.env['RACKLIGHT_VAULT_PASSPHRASE_FILE'] = path
    const source = await vaultSourceFor(dir, clock, without)
    expect(source).toEqual(ok({ kind: 'passphrase', passphrase: 'correct horse' }))
    expect(await kindFor(withKeychain)).toBe('keychain')
  })

  it('refuses a passphrase file that others may read', async () => {
    const path = join(dir, 'open-passphrase')
    await writeFile(path, 'correct horse\n')
    await chmod(path, 0o644)
    process.env['RACKLIGHT_VAULT_PASSPHRASE_FILE'] = path
    expect(await vaultSourceFor(dir, clock, without)).toMatchObject({ ok: false, fault: { kind: 'denied' } })
  })

  it('says so when the passphrase cannot be read', async () => {
    process.env['RACKLIGHT_VAULT_PASSPHRASE_FILE'] = join(dir, 'nowhere')
    expect(await kindFor(without)).toBe('gone')
  })
})
