// From the stock to the sticks: a site with drives of its own, which are loop devices or files.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { driveId, type DriveListing } from '#core/drive.ts'
import type { Result } from '#core/fault.ts'
import { systemClock as clock } from '#main/engine/system-clock.ts'
import { makePduPort } from '#main/pdu/port.ts'
import { siteCalls } from '#main/site/calls.ts'
import { makeKeys } from '#main/site/keys.ts'
import { openSite, type Site } from '#main/site/site.ts'
import { makeDrives } from '#main/usb/drives.ts'
import { makeLinux } from '#main/usb/linux.ts'
import { readBack, valueOf } from '../keys/imaged.ts'
import type { Faults } from './faulty-device.ts'
import { makeGround, type Ground } from './ground.ts'

const by = { person: 'test', host: 'test' }
let dir: string
let ground: Ground
let site: Site
let faults: Faults[]
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'racklight-site-'))
  ground = makeGround()
  faults = []
  const platform = makeLinux(ground.options().roots)
  const drives = {
    own: [dir],
    ...makeDrives({ clock, platform, dev: '', own: [dir] }),
    startWriter: () => ground.writer(faults.shift()),
  }
  const opened = await openSite({
    dir,
    clock,
    pdus: makePduPort({ clock }),
    vaultSource: { kind: 'file' },
    drives,
    onBug: error => {
      throw error
    },
  })
  site = valueOf(opened)
})
afterEach(async () => {
  await site.close()
  ground.remove()
  rmSync(dir, { recursive: true, force: true })
})

const call = async (name: string, what: unknown): Promise<unknown> => valueOf(await siteCalls(site)(name, what, by))
const makeTwo = async (): Promise<string[]> => valueOf(await makeKeys(site, 2, { lane: '1' }, by))
const write = async (kid: string | undefined, drive: unknown): Promise<unknown> =>
  call('writeKey', { kid, drive, sizeMiB: 16, urls: ['https://192.0.2.7:7443'] })

it('writes each key to its drive, tells how far it is, and journals where it went', async () => {
  const sticks = [ground.stick(), ground.stick()]
  const drives = await Promise.all(sticks.map(stick => stick.drive()))
  const kids = await makeTwo()
  const seen = new Set<string>()
  const deaf = site.listen({ onGauges: ({ writes }) => Object.keys(writes).forEach(id => seen.add(id)) })
  const outcomes = await Promise.all(drives.map((drive, at) => write(kids[at], drive)))
  deaf()
  expect(outcomes).toMatchObject(kids.map(kid => ({ ok: true, kid, value: { verified: true } })))
  for (const [at, stick] of sticks.entries()) {
    const found = valueOf(await readBack(stick.content()))
    expect(found.key.kid).toBe(kids[at])
    expect(site.engine.state().keys[kids[at] ?? '']?.stampedAt).not.toBeNull()
  }
  expect([...seen].toSorted()).toEqual(drives.map(driveId).toSorted())
  expect(await call('writes', null)).toEqual({})
  const rows = valueOf(await site.journal.read(1, 100))
  expect(JSON.stringify(rows)).toContain('at USB port 2-1.1, serial S1')
  for (const kid of kids) expect(JSON.stringify(rows)).not.toContain(site.vault.get(`key:${kid}`))
})

it('writes a drive once at a time, and cancels it when asked', async () => {
  const drive = await ground.stick().drive()
  const kids = await makeTwo()
  faults.push({ kind: 'hangs', at: 1 << 20 })
  const first = write(kids[0], drive)
  expect(await write(kids[1], drive)).toMatchObject({ ok: false, fault: { kind: 'busy' } })
  await call('cancelWrite', { drive: driveId(drive) })
  expect(await first).toMatchObject({ ok: false, fault: { kind: 'cancelled' } })
  expect(site.engine.state().keys[kids[0] ?? '']?.stampedAt).toBeNull()
})

it('refuses a drive on which its own data lie', async () => {
  const stick = ground.stick()
  const drive = await stick.drive()
  ground.computer.mounts({ devno: drive.devno, point: '/', source: '/dev/root' })
  const [kid] = await makeTwo()
  expect(await write(kid, drive)).toMatchObject({ ok: false, refusal: { refused: 'system' } })
  expect(stick.isUntouched()).toBe(true)
})

it('tells which drives are plugged in at once, and again when that has changed', async () => {
  const stick = ground.stick()
  const known = valueOf((await call('nextDrives', { known: null })) as Result<DriveListing>)
  expect(known.drives).toEqual([await stick.drive()])
  const waiting = call('nextDrives', { known })
  const other = ground.stick()
  const now = valueOf((await waiting) as Result<DriveListing>)
  expect(now.drives).toEqual([await stick.drive(), await other.drive()])
})
