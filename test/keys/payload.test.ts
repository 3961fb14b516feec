import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readPayload } from '#main/keys/payload.ts'
import { VirtualClock } from '#sim/virtual-clock.ts'
import { valueOf } from './imaged.ts'

const clock = new VirtualClock()
let dir: string
beforeEach(async () => void (dir = await mkdtemp(join(tmpdir(), 'racklight-payload-'))))
afterEach(() => rm(dir, { recursive: true, force: true }))

const sha256Of = (content: string): string => createHash('sha256').update(content).digest('hex')

const lay = async (changed: object = {}): Promise<void> => {
  const pieces = { 'mbr.img': 'one', 'gap.img': 'two', 'x64.efi': 'three' }
  for (const [name, content] of Object.entries(pieces)) await writeFile(join(dir, name), content)
  const piece = (from: keyof typeof pieces) => ({ from, sha256: sha256Of(pieces[from]) })
  const small = {
    hints: true,
    bios: { mbr: piece('mbr.img'), gap: piece('gap.img') },
    files: [{ path: 'EFI/BOOT/BOOTX64.EFI', ...piece('x64.efi') }],
    ...changed,
  }
  await writeFile(join(dir, 'manifest.json'), JSON.stringify({ v: 1, carriers: { 16: small, 64: null } }))
}

describe('the boot payload', () => {
  it('that is not here is no fault, and so is one that has nothing for the size', async () => {
    expect(valueOf(await readPayload(clock, join(dir, 'none'), 16))).toBeNull()
    await lay()
    expect(valueOf(await readPayload(clock, dir, 64))).toBeNull()
  })

  it('is read with each piece in its place', async () => {
    await lay()
    expect(valueOf(await readPayload(clock, dir, 16))).toEqual({
      hints: true,
      bios: { mbr: Buffer.from('one'), gap: Buffer.from('two') },
      files: [{ path: 'EFI/BOOT/BOOTX64.EFI', content: Buffer.from('three') }],
    })
  })

  it.each([
    ['a piece that was changed', () => writeFile(join(dir, 'x64.efi'), 'thre3')],
    ['a piece that is gone', () => rm(join(dir, 'gap.img'))],
    ['a list that is no JSON', () => writeFile(join(dir, 'manifest.json'), '{')],
    ['a piece from elsewhere', () => lay({ files: [{ path: 'x', from: '../x', sha256: '0'.repeat(64) }] })],
    ['a way out of the volume', () => lay({ files: [{ path: '../x', from: 'x64.efi', sha256: sha256Of('three') }] })],
  ])('with %s is refused in words', async (_what, spoil) => {
    await lay()
    await spoil()
    expect(await readPayload(clock, dir, 16)).toMatchObject({
      ok: false,
      fault: { kind: 'malformed', where: dir, detail: expect.stringMatching(/not what it was/) },
    })
  })
})
