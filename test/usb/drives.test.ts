import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { DriveListing } from '#core/drive.ts'
import type { Result } from '#core/fault.ts'
import { systemClock } from '#main/engine/system-clock.ts'
import { makeDrives } from '#main/usb/drives.ts'
import { makeLinux } from '#main/usb/linux.ts'
import { paperComputer, type PaperComputer } from './paper-computer.ts'

let computer: PaperComputer
beforeEach(() => void (computer = paperComputer()))
afterEach(() => computer.remove())
const drives = () =>
  makeDrives({ clock: systemClock, platform: makeLinux(computer.roots), dev: computer.roots.dev, own: [] })

it('says in words why there is no drive', async () => {
  expect(await drives().list()).toMatchObject({ ok: true, value: { drives: [], empty: 'No USB drive is plugged in.' } })
  rmSync(join(computer.roots.sys, 'bus'), { recursive: true })
  expect(await drives().list()).toMatchObject({ ok: true, value: { empty: expect.stringMatching(/no USB bus/) } })
})

it('lists ports in the order in which people count', async () => {
  for (const [at, port] of ['2-10', '2-2', '2-1.4'].entries()) computer.stick(`sd${at}`, { devno: `8:${at}`, port })
  const listed = await drives().list()
  expect(listed.ok && listed.value.drives.map(drive => drive.port)).toEqual(['2-1.4', '2-2', '2-10'])
})

it('tells of a stick when its device file appears, and when it has gone', async () => {
  mkdirSync(computer.roots.dev)
  const stop = new AbortController()
  const told: number[] = []
  const steps: (() => void)[] = [
    () => {
      computer.stick('sdb', { devno: '8:16', port: '2-1' })
      writeFileSync(join(computer.roots.dev, 'sdb'), '')
    },
    () => {
      rmSync(join(computer.roots.dev, 'sdb'))
      computer.unplug('sdb')
    },
    () => stop.abort(),
  ]
  await drives().watch((listing: Result<DriveListing>) => {
    if (!listing.ok) throw new Error(listing.fault.detail)
    told.push(listing.value.drives.length)
    steps.shift()?.()
  }, stop.signal)
  expect(told).toEqual([0, 1, 0])
})

it('on another system says what can be done instead', async () => {
  const elsewhere = makeDrives({ clock: systemClock, platform: null, dev: '', own: [] })
  expect(await elsewhere.list()).toMatchObject({ ok: false, fault: { kind: 'notSupported' } })
})
