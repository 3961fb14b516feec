// Keys from stock to proof and to their end, on the command line; a secret is on the stick and nowhere else.
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { enlistingScript, scriptHash as scriptHashOf } from '#main/site/enlisting-script.ts'
import { buildCli, cli } from '../support/cli.ts'

let dir: string
let said = ''
beforeAll(async () => {
  buildCli()
  dir = await mkdtemp(join(tmpdir(), 'racklight-keys-'))
  await mkdir(join(dir, 'stick'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

const data = (): string => join(dir, 'data')
const say = async (...args: string[]) => {
  const ran = await cli([...args, '--json', '--data', data()])
  said += ran.stdout + ran.stderr
  return ran
}
interface Keys {
  readonly keys: readonly {
    kid: string
    for: string
    state: string
    issuedAt: string | null
    expiresAt: string | null
  }[]
}
const firstOf = (ran: { json<T>(): T }): Keys['keys'][number] => ran.json<Keys>().keys[0] as Keys['keys'][number]

it('makes, issues, stamps, inspects, proves, verifies and revokes', async () => {
  const made = await say('key', 'make', '--for', 'lane:1')
  expect(made.stderr).toMatch(/key file beside them/)
  const { kid } = firstOf(made)
  expect(firstOf(made)).toMatchObject({ for: 'lane:1', state: 'stock', issuedAt: null, expiresAt: null })

  const issued = firstOf(await say('key', 'issue', kid, '--expires', '90m'))
  expect(issued.state).toBe('issued')
  expect(Date.parse(issued.expiresAt ?? '') - Date.parse(issued.issuedAt ?? '')).toBe(90 * 60_000)

  const stick = join(dir, 'stick')
  const stamped = await say('key', 'stamp', kid, '--dir', stick)
  expect(stamped.json()).toMatchObject({ kid, target: join(stick, 'enlist', 'key.json'), verified: true })
  expect((await say('key', 'inspect', stick)).json()).toMatchObject({ kid, version: 1, for: 'lane:1', inStock: true })

  const machine = [
    '--uuid',
    '4C4C4544-0032-3510-8052-B4C04F4B3132',
    '--serial',
    '2R5K212',
    '--mac',
    '52:54:00:AA:BB:CC',
  ]
  const proof = await say(
    'key',
    'prove',
    stick,
    ...machine,
    '--boot-id',
    'b1',
    '--uptime-ms',
    '42000',
    '--nonce',
    'boot:b1',
  )
  expect(proof.json()).toMatchObject({ v: 1, kid, uuid: '4c4c4544-0032-3510-8052-b4c04f4b3132', n: 1 })
  const file = join(dir, 'proof.json')
  await writeFile(file, proof.stdout)
  expect((await say('key', 'verify', file)).json()).toMatchObject({ valid: true, fresh: true, kid, reasons: [] })
  const piped = await cli(['key', 'verify', '-', '--json', '--data', data()], { input: proof.stdout })
  expect(piped.json()).toMatchObject({ valid: true, kid })
  await writeFile(file, proof.stdout.replace('2R5K212', '2R5K213'))
  const forged = await say('key', 'verify', file)
  expect(forged.status).toBe(1)
  expect(forged.json()).toMatchObject({ valid: false, reasons: ['badMac'] })

  expect(firstOf(await say('key', 'revoke', kid)).state).toBe('revoked')
  await writeFile(file, proof.stdout)
  expect((await say('key', 'verify', file)).json()).toMatchObject({ valid: false, reasons: ['revoked'] })
  expect((await say('key', 'issue', kid)).status).toBe(3)

  const { secret } = JSON.parse(await readFile(join(stick, 'enlist', 'key.json'), 'utf8')) as { secret: string }
  expect(secret).toHaveLength(43)
  expect(said).not.toContain(secret)
  expect(said + (await say('journal')).stdout).not.toContain(secret)
  expect((await stat(join(data(), 'vault.json'))).mode & 0o077).toBe(0)
})

const payload = existsSync(join(import.meta.dirname, '..', '..', 'payload', 'manifest.json'))

it('writes the image of a whole drive, which inspect and prove read as they read a stick', async () => {
  const { kid } = firstOf(await say('key', 'make', '--for', 'lane:1'))
  const [out, again, stick] = [join(dir, 'key.img'), join(dir, 'again.img'), join(dir, 'second-stick')]
  await mkdir(stick)
  const written = await say('key', 'image', kid, '--out', out)
  const row = written.json<{ sha256: string; bootable: { uefi: boolean; bios: boolean } }>()
  expect(row).toMatchObject({ kid, target: out, bytes: 16 * 1024 * 1024, verified: true })
  expect(row.bootable).toEqual({ uefi: payload, bios: payload, secureBoot: false })
  expect(/No machine starts from it/.test(written.stderr)).toBe(!payload)
  expect((await stat(out)).mode & 0o077).toBe(0)
  expect((await say('key', 'image', kid, '--out', again)).json<typeof row>().sha256).toBe(row.sha256)
  expect((await say('key', 'image', kid, '--out', again, '--size', '64')).json()).toMatchObject({ bytes: 67_108_864 })

  await say('key', 'stamp', kid, '--dir', stick)
  const told = (await say('key', 'inspect', stick)).json()
  expect(told).toMatchObject({ kid, bootable: { uefi: false, bios: null, secureBoot: false } })
  for (const image of [out, again])
    expect((await say('key', 'inspect', image)).json()).toMatchObject({ ...told, bootable: expect.anything() })
  const machine = ['--uuid', '4c4c4544-0032-3510-8052-b4c04f4b3132', '--mac', '52:54:00:aa:bb:cc', '--boot-id', 'b1']
  const proofFrom = async (path: string) =>
    (await say('key', 'prove', path, ...machine, '--uptime-ms', '1', '--nonce', 'n')).stdout
  expect(await proofFrom(out)).toBe(await proofFrom(stick))
  const { secret } = JSON.parse(await readFile(join(stick, 'enlist', 'key.json'), 'utf8')) as { secret: string }
  expect(said + (await say('journal')).stdout).not.toContain(secret)
})

it('writes no image over a folder, a link or a device, and leaves nothing behind where it cannot', async () => {
  const { kid } = firstOf(await say('key', 'make'))
  const folder = join(dir, 'outputs')
  await mkdir(folder)
  await symlink(join(dir, 'elsewhere'), join(folder, 'link'))
  for (const target of [folder, join(folder, 'link'), '/dev/null']) {
    const refused = await say('key', 'image', kid, '--out', target)
    expect(refused.status).toBe(1)
    expect(refused.json()).toMatchObject({ error: { kind: 'wrongDevice' } })
  }
  expect((await say('key', 'image', kid, '--out', join(folder, 'none', 'x.img'))).json()).toMatchObject({
    error: { kind: 'gone' },
  })
  expect(await readdir(folder)).toEqual(['link'])
  expect((await say('key', 'image', kid)).status).toBe(2)
  expect((await say('key', 'image', kid, '--out', 'x', '--size', '8')).status).toBe(2)
  await writeFile(join(dir, 'cut.img'), Buffer.alloc(2_000))
  expect((await say('key', 'inspect', join(dir, 'cut.img'))).json()).toMatchObject({ error: { kind: 'malformed' } })
  expect((await say('key', 'inspect', '/dev/null')).json()).toMatchObject({ error: { kind: 'gone' } })
})

it('judges the results of the enlisting script that lie in MAAS, and believes none without a window', async () => {
  const { kid } = firstOf(await say('key', 'make', '--for', 'lane:1'))
  const stick = join(dir, 'relayed')
  await mkdir(stick)
  await say('key', 'stamp', kid, '--dir', stick)
  await say('key', 'issue', kid)
  const [uuid, mac] = ['4c4c4544-0032-3510-8052-b4c04f4b3133', '52:54:00:aa:bb:cd']
  const spoken = ['--uuid', uuid, '--mac', mac, '--boot-id', 'b1', '--uptime-ms', '42000', '--nonce', 'boot:b1']
  const proof = await say('key', 'prove', stick, ...spoken)
  const scriptHash = scriptHashOf(await enlistingScript('strict'))
  const firstSeenAt = Date.now()
  const result = { systemId: 'abc123', uuid, macs: [mac], scriptHash, firstSeenAt, stdout: proof.stdout }
  const file = join(dir, 'results.json')
  const judged = async (changed: object): Promise<unknown> => {
    await writeFile(file, JSON.stringify([{ ...result, ...changed }]))
    const ended = await say('key', 'verify', '--relay', file)
    expect(ended.status).toBe(1)
    return ended.json<{ results: { reason: string }[] }>().results[0]?.reason
  }
  // Everything is right, but no run waits for this key.
  expect(await judged({})).toBe('noWindow')
  expect(await judged({ scriptHash: 'f'.repeat(64) })).toBe('unknownScript')
  expect(await judged({ uuid: null })).toBe('maasDisagrees')
  expect(await judged({ stdout: proof.stdout.replace('42000', '42001') })).toBe('badMac')
  expect(await judged({ stdout: 'no proof' })).toBe('malformed')
  await writeFile(file, '{}')
  expect((await say('key', 'verify', '--relay', file)).status).toBe(1)
})
