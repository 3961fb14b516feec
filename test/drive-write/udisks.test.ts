// A descriptor that comes over the bus, from a service that stands in for udisks2; the real one is asked in the rig.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { constants, closeSync, fstatSync, mkdtempSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, describe, expect, it } from 'vitest'
import { alignedBytes } from '#main/drive-write/aligned.ts'
import { openByUdisks } from '#main/drive-write/udisks.ts'

const python = '/usr/bin/python3'
const hasBus = spawnSync('dbus-daemon', ['--version']).status === 0
const hasPython = spawnSync(python, ['-c', 'import dbus, gi']).status === 0
const lacks = !hasBus ? 'dbus-daemon' : !hasPython ? 'python3-dbus with python3-gi' : null
if (lacks !== null) console.log(`No descriptor comes over a bus here: ${lacks} is not installed.`)

const dir = mkdtempSync(join(tmpdir(), 'racklight-bus-'))
const started: ChildProcess[] = []
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
  delete process.env['DBUS_SYSTEM_BUS_ADDRESS']
})

const firstLine = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    started.push(child)
    if (child.stdout) createInterface({ input: child.stdout }).once('line', resolve)
    child.once('exit', code => reject(new Error(`it ended with ${code}`)))
  })

const disk = join(dir, 'disk')
const standIn = async (mode: 'opens' | 'refuses'): Promise<void> => {
  const policy =
    '<policy context="default"><allow send_destination="*"/><allow own="*"/><allow eavesdrop="true"/></policy>'
  const listen = `<type>system</type><listen>unix:dir=${dir}</listen><auth>EXTERNAL</auth>`
  writeFileSync(join(dir, 'bus.conf'), `<busconfig>${listen}${policy}</busconfig>`)
  const bus = spawn(
    'dbus-daemon',
    [`--config-file=${join(dir, 'bus.conf')}`, '--nofork', '--nopidfile', '--print-address'],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  )
  const address = await firstLine(bus)
  writeFileSync(disk, Buffer.alloc(1 << 20))
  const script = join(import.meta.dirname, 'udisks-stand-in.py')
  await firstLine(spawn(python, [script, address, disk, mode], { stdio: ['ignore', 'pipe', 'inherit'] }))
  process.env['DBUS_SYSTEM_BUS_ADDRESS'] = address
}

describe.skipIf(lacks !== null)('a drive that udisks2 opens', () => {
  it('is ours to write, past the cache', async () => {
    await standIn('opens')
    const fd = await openByUdisks('/dev/sdb', constants.O_DIRECT | constants.O_EXCL)
    expect(fstatSync(fd).size).toBe(1 << 20)
    expect(writeSync(fd, alignedBytes(4096), 0, 4096, 0)).toBe(4096)
    expect(() => writeSync(fd, Buffer.alloc(100), 0, 100, 1)).toThrow('EINVAL')
    closeSync(fd)
  })
  it('is not, when the person said no', async () => {
    await standIn('refuses')
    await expect(openByUdisks('/dev/sdb', constants.O_DIRECT)).rejects.toMatchObject({ code: 'EACCES' })
  })
  it('is not there, when udisks2 knows no such drive', async () => {
    await standIn('opens')
    await expect(openByUdisks('/dev/sdc', constants.O_DIRECT)).rejects.toMatchObject({ code: 'ENODEV' })
  })
})

it('without a system bus nobody can be asked', async () => {
  process.env['DBUS_SYSTEM_BUS_ADDRESS'] = `unix:path=${join(dir, 'nothing')}`
  await expect(openByUdisks('/dev/sdb', constants.O_DIRECT)).rejects.toMatchObject({ code: 'EACCES' })
  rmSync(dir, { recursive: true, force: true })
})
