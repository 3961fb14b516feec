import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { siteCalls } from '#main/site/calls.ts'
import { by, mapOf, openTestRack, truthOf, type TestRack } from '../support/rack.ts'

let rack: TestRack
afterEach(() => rack.close())

const call = async (name: string, ask: unknown): Promise<unknown> => {
  const answered = await siteCalls(rack.site())(name, ask, by)
  return answered.ok ? answered.value : answered
}

it('a malformed policy stops every switch until it is mended; the run then keeps to it', async () => {
  rack = await openTestRack({ outlets: 2 })
  const file = join(rack.dir, 'policy.json')
  const lanes = Object.values(rack.state().keys).map(({ kid }) => ({ name: '1', kid }))
  const common = { scope: [rack.ref(1), rack.ref(2)], lanes, confirm: 'cut', unlock: [], offline: false }
  const start = (): Promise<unknown> => call('startRun', { mode: 'guided', sync: true, present: true, ...common })
  const hand = (): Promise<unknown> =>
    call('command', { kind: 'switchOutlet', ...rack.ref(1), to: 'on', present: true, offline: false, by })

  await writeFile(file, '{"drainMs": 20 s}')
  const refused = { ok: false, refusal: { reasons: [expect.stringMatching(/nothing is switched until it is mended/)] } }
  expect(await start()).toMatchObject(refused)
  expect(await hand()).toMatchObject(refused)
  await rack.clock.advance(60_000)
  expect(rack.sets()).toEqual([])

  await writeFile(file, '{"drainMs": 20000, "silenceMinMs": 9000}')
  expect(await call('setSettings', { numbers: { drainMs: 5_000 } })).toMatchObject({
    fault: { detail: '5 s for the time off before a start, but the site policy asks for at least 20 s.' },
  })
  rack.hands.follow()
  expect(await start()).toMatchObject({ ok: true })
  expect(rack.state().run?.numbers).toMatchObject({ drainMs: 20_000, silenceMinMs: 9_000 })
  expect(await rack.ended()).toMatchObject({ how: 'finished', detail: '2 of 2 outlets bound' })
  expect(mapOf(rack.state())).toEqual(truthOf(rack.bench))
  expect(rack.of('policyLost')).toHaveLength(1)
  expect(rack.of('policyRead')).toHaveLength(1)

  await rm(file)
  expect(await hand()).not.toMatchObject({ refusal: { refused: 'policyUnreadable' } })
  expect(rack.state().policy).toMatchObject({ limits: {}, files: [], fault: null })
})
