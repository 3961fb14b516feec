// Where a key may lie: a folder, a file, the image of a drive, a drive.
import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { partitionOffset } from '#main/keys/image-layout.ts'
import { inspectKey } from '#main/keys/inspect.ts'
import { stampKey } from '#main/keys/stamp.ts'
import { VirtualClock } from '#sim/virtual-clock.ts'
import { efi, imageOf, key, loaders, valueOf } from './imaged.ts'

const clock = new VirtualClock()
let dir: string
let image: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'racklight-find-'))
  image = join(dir, 'key.img')
  await writeFile(image, await imageOf(16, loaders))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

const run = (tool: string, ...args: string[]) => spawnSync(tool, args, { encoding: 'utf8' })

describe('a key is found', () => {
  it('in the folder of a stick, with what UEFI would start from it', async () => {
    const stick = join(dir, 'stick')
    await mkdir(join(stick, 'EFI', 'BOOT'), { recursive: true })
    valueOf(await stampKey(clock, { root: stick, key }))
    const plain = { uefi: false, bios: null, secureBoot: false }
    expect(valueOf(await inspectKey(clock, stick))).toMatchObject({ kid: key.kid, version: 1, bootable: plain })
    await writeFile(join(stick, 'EFI', 'BOOT', 'bootx64.efi'), efi(true))
    expect(valueOf(await inspectKey(clock, stick)).bootable).toEqual({ uefi: true, bios: null, secureBoot: true })
    const file = valueOf(await inspectKey(clock, join(stick, 'enlist', 'key.json')))
    expect(file).toMatchObject({ kid: key.kid, bootable: { uefi: null, bios: null, secureBoot: null } })
  })

  it('in the image of a drive, and of its one partition', async () => {
    const whole = valueOf(await inspectKey(clock, image))
    expect(whole).toMatchObject({ kid: key.kid, for: key.for, bootable: { uefi: true, bios: true, secureBoot: false } })
    const partition = join(dir, 'partition.img')
    await writeFile(partition, (await imageOf(16, loaders)).subarray(partitionOffset))
    expect(valueOf(await inspectKey(clock, partition)).bootable).toEqual({ uefi: true, bios: null, secureBoot: false })
    expect(JSON.stringify(whole)).not.toContain(key.secret)
  })

  it('on a drive', async context => {
    const attached = run('losetup', '--find', '--show', '--read-only', image)
    if (attached.error || attached.status !== 0) {
      console.log('No drive is read here: a loop device needs root and the kernel’s help.')
      return context.skip()
    }
    const device = attached.stdout.trim()
    try {
      expect(valueOf(await inspectKey(clock, device))).toMatchObject({ kid: key.kid, bootable: { bios: true } })
    } finally {
      run('losetup', '--detach', device)
    }
  })

  it('nowhere else: nothing there, a device of letters, a pipe that nobody writes to', async () => {
    const pipe = join(dir, 'pipe')
    const made = run('mkfifo', pipe).status === 0
    for (const path of [join(dir, 'none'), '/dev/null', ...(made ? [pipe] : [])])
      expect(await inspectKey(clock, path)).toMatchObject({ ok: false, fault: { kind: 'gone' } })
  })
})
