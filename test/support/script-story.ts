// The story of a true Linux that runs the enlisting script from a stick made here: proof, beats, hold, release.
import { expect, onTestFinished } from 'vitest'
import { ProofDocument } from '#core/wire.ts'
import type { ImageSize } from '#main/keys/image-layout.ts'
import { systemClock } from '#main/engine/system-clock.ts'
import { openScriptLab } from '../script/with-server.ts'
import { startGuest } from './linux-guest.ts'
import { hostAsSeenInside } from './virtual-server.ts'

const identity = { uuid: '4c4c4544-0032-3510-8052-b4c04f4b3132', serial: '2R5K 212', macs: ['52:54:00:12:34:56'] }
const beatsToHold = 2

export const tellScriptStory = async (sizeMiB: ImageSize) => {
  const { makeKeyFile, imageOf, orderAfter, server, seen, heard } = await openScriptLab()
  const key = await makeKeyFile([`https://${hostAsSeenInside}:${server.port}`])
  orderAfter(beatsToHold, 'continue')
  const startedAt = systemClock.now()
  const guest = await startGuest({ ...identity, mac: identity.macs[0] ?? '', stick: await imageOf(key, sizeMiB) })
  onTestFinished(() => void guest.cut())
  const ended = await Promise.race([guest.says('THE END'), guest.ended])
  const endedAt = systemClock.now()
  expect(ended).toBeUndefined()
  const said = guest.heard()
  expect(said).toContain('EXIT 0')
  expect(said).toContain('RESULT {status: passed}')
  expect(said).toContain('RACKLIGHT: accepted, take key out')
  const proof = ProofDocument.parse(JSON.parse(/^SAID (.+)$/m.exec(said)?.[1] ?? ''))
  expect(proof).toMatchObject({ ...identity, kid: key.kid })
  expect(seen.judged.map(judged => judged.proof)).toEqual([proof])
  expect(seen.rejected).toEqual([])
  const seconds = (at = 0): string => ((at - startedAt) / 1_000).toFixed(1)
  console.log(
    `Linux, ${sizeMiB} MiB: proof ${seconds(seen.judged[0]?.receivedAt)} s after power on, the end after ${seconds(endedAt)} s`,
  )
  const [heart] = server.hearts.all()
  return { proved: heart?.proved, beats: heart?.n, byes: heard.byes.map(({ reason }) => reason) }
}

/** How the story ends. */
export const released = { proved: true, beats: beatsToHold + 1, byes: ['continue'] }
