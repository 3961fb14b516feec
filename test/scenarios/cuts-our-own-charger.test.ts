// The charger of the laptop hangs on an outlet that a person unlocked.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { by, openTestRack, type TestRack } from '../support/rack.ts'

let rack: TestRack
let powerSupplies = ''

beforeEach(async () => {
  powerSupplies = mkdtempSync(join(tmpdir(), 'power-supply-'))
  mkdirSync(join(powerSupplies, 'AC'))
  mkdirSync(join(powerSupplies, 'BAT0'))
  const feed = (live: boolean): void => writeFileSync(join(powerSupplies, 'AC', 'online'), live ? '1\n' : '0\n')
  feed(true)
  rack = await openTestRack({
    outlets: 2,
    seed: 43,
    powerSupplies,
    before: bench => bench.pdus[0]?.pdu.setInitial({ 2: true }),
  })
  rack.pdu().onPower((outlet, live) => outlet === 2 && feed(live))
})

afterEach(async () => {
  await rack.close()
  rmSync(powerSupplies, { recursive: true, force: true })
})

const saved = ['canary lost: mains power of this laptop; on again A-2', 'A-2 protected']

const standsProtected = (): void => {
  expect(rack.pdu().isLive(2)).toBe(true)
  expect(rack.outlet(2)).toMatchObject({ state: 'on', protected: expect.stringMatching(/^mains power of this laptop/) })
  expect(rack.sets()).not.toContain('A-2 off')
}

it('in a run: it is on again within seconds, without waiting for the PDU, protected, and the run stops', async () => {
  await rack.start({ unlock: [rack.ref(2)] })
  const lost = await rack.until('canaryLost')
  const back = await rack.until('outletSwitched')
  expect(back.reachedAt - lost.at).toBeLessThan(5_000)
  await rack.clock.advance(60_000)
  expect(rack.story()).toEqual(['armed with A-1 A-2, dark first A-2', 'made safe, on: nothing', ...saved, 'A-2 on'])
  expect(rack.sets()).toEqual(['A-2 cut', 'A-2 on'])
  standsProtected()
})

it('by hand: the same, without a run', async () => {
  await rack.tell({ kind: 'unlock', ...rack.ref(2), by })
  await rack.tell({ kind: 'switchOutlet', ...rack.ref(2), to: 'off', present: true, offline: true, by })
  await rack.until('outletSwitched')
  await rack.clock.advance(60_000)
  const [lost, guarded] = saved
  const refused = expect.stringMatching(/^A-2 refused off: A-2 is protected: mains power of this laptop was lost/)
  expect(rack.story()).toEqual([lost, guarded, 'A-2 on', refused])
  standsProtected()
})
