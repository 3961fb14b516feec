// The command line on a computer with real USB, udisks2 and polkit, as a person at the desk uses it.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { diskOf, guestLacks } from '../support/usb-guest-root.ts'
import { startGuest, type UsbGuest, type UsbStick } from '../support/usb-guest.ts'
import { readBack } from '../keys/imaged.ts'

const lacks = guestLacks()
if (lacks !== null) console.log(`No computer with USB is started here: ${lacks} is missing.`)

const root = join(import.meta.dirname, '..', '..')
const racklight =
  'ELECTRON_RUN_AS_NODE=1 RACKLIGHT_DATA=/home/tech/data /app/electron/electron /app/racklight/build/cli.mjs'

/** Of everything that the command line needs at run time. */
const appFolders = (): Record<string, string> => {
  const listed = execFileSync('npm', ['ls', '--omit=dev', '--all', '--parseable'], { cwd: root, encoding: 'utf8' })
  const modules = listed.split('\n').filter(path => path.includes('/node_modules/'))
  return {
    electron: dirname(process.execPath),
    'racklight/build': join(root, 'build'),
    'racklight/package.json': join(root, 'package.json'),
    ...Object.fromEntries(modules.map(path => [`racklight${path.slice(root.length)}`, path])),
  }
}

const dir = mkdtempSync(join(tmpdir(), 'racklight-rig-'))
let guest: UsbGuest
let kids: string[]
const stick = (name: string, port: number, writeBytesPerSecond?: number): UsbStick => {
  const file = join(dir, name)
  writeFileSync(file, Buffer.alloc(64 << 20, 0xee))
  const serial = `RIG${port}`
  return { name, file, port, serial, ...(writeBytesPerSecond === undefined ? {} : { writeBytesPerSecond }) }
}
const isKey = async ({ file }: UsbStick): Promise<boolean> => (await readBack(readFileSync(file))).ok

interface Listed {
  readonly drives: readonly { id: string; path: string; port: string; writable: boolean; reasons: string[] }[]
}
interface Wrote {
  readonly targets: readonly { kid: string; drive: string; verified: boolean; error?: { kind: string } }[]
}
const drives = async (): Promise<Listed['drives']> =>
  (await guest.run(`${racklight} drives --json`)).json<Listed>().drives
/** Waits as a person does: by looking again until the stick is there with its medium. */
const seen = async (count: number): Promise<Listed['drives']> => {
  for (let look = 0; look < 30; look++) {
    const found = await drives()
    if (found.length === count && found.every(drive => drive.writable)) return found
  }
  throw new Error(`${count} drives were not seen`)
}
const write = (
  pairs: readonly (readonly [string | undefined, string | undefined])[],
  onLine?: (line: string) => void,
) =>
  guest.run(
    `${racklight} key write ${pairs.map(([kid]) => kid).join(' ')} ${pairs.map(([, id]) => `--drive ${id}`).join(' ')} --yes --json`,
    onLine,
  )

const sticks = lacks === null ? [stick('one', 1), stick('two', 2), stick('three', 3, 400_000)] : []

describe.skipIf(lacks !== null)('on a computer with USB', () => {
  beforeAll(async () => {
    guest = await startGuest(dir, diskOf(dir, appFolders()))
    const made = await guest.run(`${racklight} key make --count 3 --json`)
    kids = made.json<{ keys: { kid: string }[] }>().keys.map(key => key.kid)
  }, 900_000)
  afterAll(async () => {
    await guest.cut()
    rmSync(dir, { recursive: true, force: true })
  })

  it('sticks are seen when they are plugged, and the disks of the computer are not among them', async () => {
    expect(await drives()).toEqual([])
    for (const one of sticks) await guest.plug(one)
    const found = await seen(3)
    expect(found.map(drive => drive.id.split(':')[1])).toEqual(['RIG1', 'RIG2', 'RIG3'])
    expect(found.every(drive => /^\/dev\/sd[a-z]$/.test(drive.path))).toBe(true)
  })

  it('the person may not write drives directly until the system has been told so', async () => {
    const [first] = await drives()
    const denied = await write([[kids[0], first?.id]])
    expect(denied.status).toBe(1)
    expect(denied.json<Wrote>().targets).toMatchObject([{ verified: false, error: { kind: 'denied' } }])
    expect(await isKey(sticks[0] as UsbStick)).toBe(false)
  })

  it('with the permission of polkit udisks opens them, and the keys are on the sticks', async () => {
    // Stands for the password that a person would type.
    const rule = `polkit.addRule(function(action, subject) { if (action.id == "org.freedesktop.udisks2.open-device" && subject.user == "tech") return polkit.Result.YES; });`
    await guest.run(
      `echo '${rule}' | sudo tee /etc/polkit-1/rules.d/10-rig.rules >/dev/null; sudo systemctl restart polkit`,
    )
    const [first, second] = await drives()
    const wrote = await write([
      [kids[0], first?.id],
      [kids[1], second?.id],
    ])
    expect(wrote.json<Wrote>().targets.map(target => target.verified)).toEqual([true, true])
    expect(await Promise.all(sticks.map(isKey))).toEqual([true, true, false])
  })

  it('a stick that is pulled while it is written is no key, and the other one is', async () => {
    const [first, , third] = await drives()
    const [one, , three] = sticks
    let pulled: Promise<void> | null = null
    const wrote = await write(
      [
        [kids[2], third?.id],
        [kids[0], first?.id],
      ],
      line => {
        if (pulled === null && line.includes(`drive ${third?.id}: writing`)) pulled = guest.pull(three as UsbStick)
      },
    )
    expect(pulled).not.toBeNull()
    expect(wrote.status).toBe(4)
    expect(wrote.json<Wrote>().targets).toMatchObject([
      { verified: false, error: { kind: 'gone' } },
      { verified: true },
    ])
    expect(await isKey(three as UsbStick)).toBe(false)
    expect(await isKey(one as UsbStick)).toBe(true)
  })

  it('a mounted stick of the desktop is unmounted, and one that is mounted for a purpose is refused', async () => {
    const [, second] = await drives()
    const part = `${basename(second?.path ?? '')}1`
    await guest.run(`sudo mkdir -p /srv/work; sudo mount /dev/${part} /srv/work`)
    expect((await write([[kids[1], second?.id]])).status).toBe(3)
    await guest.run(`sudo umount /srv/work; udisksctl mount -b /dev/${part}`)
    expect((await write([[kids[1], second?.id]])).json<Wrote>().targets).toMatchObject([{ verified: true }])
  })

  it('a stick is prepared without a password, mounted, and stamped', async () => {
    const [first] = await drives()
    const prepared = await guest.run(`${racklight} drives prepare ${first?.id} --yes --json`)
    expect(prepared.json()).toMatchObject({ label: 'ENLISTKEY' })
    const mounted = await guest.run(`udisksctl mount -b ${first?.path}1`)
    const [, at] = / at (\S+?)\.?$/m.exec(mounted.text) ?? []
    const stamped = await guest.run(`${racklight} key stamp ${kids[0]} --dir ${at} --json`)
    expect(stamped.json()).toMatchObject({ kid: kids[0], verified: true })
  })
})
