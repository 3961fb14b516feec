// The network switch by which the laptop hears the PDU hangs on an outlet that a person unlocked.
import { afterEach, expect, it } from 'vitest'
import { by, openTestRack, type TestRack } from '../support/rack.ts'

let rack: TestRack
afterEach(() => rack.close())

const bootMs = 45_000

/** The switch hangs on outlet 2, which is on; without power it carries nothing, and with it again only after its boot. */
const openBehindTheSwitch = async (): Promise<void> => {
  rack = await openTestRack({
    outlets: 2,
    seed: 41,
    proxied: true,
    timeouts: { readTimeoutMs: 100, readRetries: 1, setTimeoutMs: 300 },
    before: bench => bench.pdus[0]?.pdu.setInitial({ 2: true }),
  })
  let starts = 0
  rack.pdu().onPower((outlet, live) => {
    if (outlet !== 2) return
    const mine = ++starts
    if (!live) rack.line().knobs.deaf = 'both'
    else void rack.clock.wait(bootMs).then(() => mine === starts && (rack.line().knobs.deaf = false))
  })
}

const saved = [
  'A-2 not off: timeout',
  'canary lost: PDU pdu-a; on again A-2',
  'A-2 protected',
  'A-2 not on: timeout',
  'A-2 on already',
]

it('in a run: the PDU brings it back although nobody hears; it is protected, the run stops, and it is never cut again', async () => {
  await openBehindTheSwitch()
  await rack.start({ unlock: [rack.ref(2)] })
  await rack.until('outletSwitched')
  await rack.clock.advance(60_000)
  const [first, ...others] = saved
  expect(rack.story()).toEqual(['armed with A-1 A-2, dark first A-2', first, 'made safe, on: nothing', ...others])
  expect(rack.sets()).toEqual(['A-2 cut'])
  expect(rack.pdu().isLive(2)).toBe(true)
  expect(rack.outlet(2)).toMatchObject({ state: 'on', protected: expect.stringMatching(/^PDU pdu-a was lost when/) })
  expect(rack.state().run?.phase).toBe('stopped')
})

it('by hand: the same, without a run', async () => {
  await openBehindTheSwitch()
  await rack.tell({ kind: 'unlock', ...rack.ref(2), by })
  await rack.tell({ kind: 'switchOutlet', ...rack.ref(2), to: 'off', present: true, offline: true, by })
  await rack.until('outletSwitched')
  await rack.clock.advance(60_000)
  expect(rack.story()).toEqual(saved)
  expect(rack.sets()).toEqual(['A-2 cut'])
  expect(rack.outlet(2)).toMatchObject({ state: 'on', protected: expect.stringMatching(/^PDU pdu-a was lost when/) })
})
