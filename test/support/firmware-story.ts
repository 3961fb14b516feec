// The story of a key that firmware starts from: told once for a BIOS and once for UEFI.
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { ok, type Result } from '#core/fault.ts'
import type { KeyFile } from '#core/wire.ts'
import type { CheckInDesk, Hint } from '#main/checkin/desk.ts'
import { hintSid } from '#main/checkin/seen.ts'
import { openCheckIn } from '#main/checkin/server.ts'
import { systemClock } from '#main/engine/system-clock.ts'
import { buildImage } from '#main/keys/image.ts'
import { makeKey, secretBytes } from '#main/keys/make.ts'
import { readPayload } from '#main/keys/payload.ts'
import { openSiteKey } from '#main/keys/site-key.ts'
import { payloadDir } from '#main/site/payload-dir.ts'
import { sayingFloppy } from './boot-sector.ts'
import { hostAsSeenInside, serverLacks, startServer, type Firmware } from './virtual-server.ts'

const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.fault.where}: ${result.fault.detail}`)
  return result.value
}

/** Why this story cannot be told here; null when it can. */
export const storyLacks = (firmware: Firmware): string | null =>
  serverLacks(firmware) ??
  (existsSync(join(payloadDir(), 'manifest.json')) ? null : 'the boot payload is not here (npm run payload)')

const freePort = (): Promise<number> =>
  new Promise(resolve => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })

const uuid = '4c4c4544-0032-3510-8052-b4c04f4b3132'
const mac = '52:54:00:12:34:56'
const serial = '2R5K 212'
const beatsToHold = 3

/** What ends the hold: the check-in server says so, or it is no longer there. */
export type HoldEnd = 'told' | 'serverGone'

/**
 * A server starts from a key, tells UUID, MAC and serial, holds as long as it is told to, and then starts its next boot
 * device: for a BIOS a floppy that says so, for UEFI a second key, whose word is heard too.
 */
export const tellFirmwareStory = async (firmware: Firmware, holdEnd: HoldEnd) => {
  const dir = await mkdtemp(join(tmpdir(), 'racklight-firmware-'))
  onTestFinished(() => rm(dir, { recursive: true, force: true }))
  const hintPort = await freePort()
  const siteKey = must(
    await openSiteKey(systemClock, { get: () => Promise.resolve(ok(null)), set: () => Promise.resolve(ok(undefined)) }),
  )
  const boot = must(await readPayload(systemClock, payloadDir(), 16))
  const wanted = { for: { lane: '1' }, urls: [`https://${hostAsSeenInside}:7443`], pin: siteKey.pin }
  const first = must(makeKey(systemClock, new Set(), wanted))
  const next = must(makeKey(systemClock, new Set([first.kid]), wanted))
  const imageOf = async (key: KeyFile): Promise<string> => {
    const path = join(dir, `${key.kid}.img`)
    await writeFile(path, must(await buildImage({ key, sizeMiB: 16, boot, hintPort })))
    return path
  }

  const hints: Hint[] = []
  const nextHeard = Promise.withResolvers<void>()
  const secrets = new Map([first, next].map(key => [key.kid, secretBytes(key)]))
  const desk: CheckInDesk = {
    clock: systemClock,
    secretOf: kid => secrets.get(kid),
    nonces: { mint: () => 'none', spend: () => undefined },
    verify: () => ({ proof: null, digestRight: false, reasons: ['malformed'] }),
    judge: () => Promise.reject(new Error('nobody proves in this story')),
    orderOf: () => 'continue',
    secondsToWait: () => 0,
    beatSeconds: () => 5,
    onStranger: () => undefined,
    onRejected: () => undefined,
    onBye: () => undefined,
    onHint: hint => {
      hints.push(hint)
      if (hint.kid === next.kid) nextHeard.resolve()
      if (hint.kid === next.kid) return 'end'
      if (hints.length <= beatsToHold) return 'hold'
      if (holdEnd === 'serverGone') void listener.close()
      return holdEnd === 'serverGone' ? 'hold' : 'end'
    },
    onBug: error => nextHeard.reject(error),
  }
  const checkIn = must(await openCheckIn(desk, { host: '127.0.0.1', port: 0, ...siteKey }))
  onTestFinished(() => checkIn.close())
  const listener = must(await checkIn.openHints(hintPort))
  const startedAt = systemClock.now()
  const floppy = join(dir, 'floppy.img')
  await writeFile(floppy, sayingFloppy('NEXT DEVICE'))
  const server = await startServer({
    firmware,
    stick: await imageOf(first),
    next: firmware === 'bios' ? floppy : await imageOf(next),
    uuid,
    mac,
    serial,
  })
  onTestFinished(() => void server.cut())
  const reached = firmware === 'bios' ? server.says('NEXT DEVICE') : nextHeard.promise
  const ended = await Promise.race([reached.then(() => 'told'), server.ended])
  const nextAt = systemClock.now()
  expect(ended).toBe('told')

  for (const hint of hints) expect(hint).toMatchObject({ uuid, mac, serial, address: '127.0.0.1' })
  expect(checkIn.counts()).toEqual({})
  const seconds = (at = 0): string => ((at - startedAt) / 1_000).toFixed(1)
  console.log(
    `${firmware}, ${holdEnd}: first word ${seconds(hints[0]?.at)} s after power on, last word after ${seconds(hints[beatsToHold]?.at)} s, the next boot device after ${seconds(nextAt)} s`,
  )
  const heart = checkIn.hearts.of(hintSid(first.kid, uuid))
  return {
    heard: hints.map(({ kid }) => (kid === first.kid ? 'stick' : 'next device')),
    heart: { proved: heart?.proved, beats: heart?.n, goodbye: heart?.goodbye },
  }
}
