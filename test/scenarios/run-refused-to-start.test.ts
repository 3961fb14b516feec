import { afterEach, expect, it } from 'vitest'
import { by, openTestRack, type TestRack } from '../support/rack.ts'

let rack: TestRack
afterEach(() => rack.close())

/** Nothing has begun, and nothing is sent later either. */
const nothingHappens = async (): Promise<unknown[]> => {
  await rack.clock.advance(60_000)
  return [rack.state().run, ...rack.sets()]
}

const refused = (...says: RegExp[]) => ({
  ok: false,
  refusal: { reasons: says.map(say => expect.stringMatching(say)) },
})

it('nobody has said what must stay on', async () => {
  rack = await openTestRack({ outlets: 2 })
  const [pdu] = Object.values(rack.state().pdus)
  await rack.tell({ kind: 'forgetPdu', pdu: pdu?.id ?? '', by })
  if (pdu)
    await rack.tell({
      kind: 'addPdu',
      name: 'anew',
      address: pdu.address,
      feed: 'A',
      facts: pdu.facts,
      readings: [],
      loads: [],
      by,
    })
  expect(await rack.start()).toMatchObject(refused(/^Nobody has said yet what must stay on at PDU anew/))
  expect(await nothingHappens()).toEqual([null])
})

it('MAAS was read too long ago and does not answer now', async () => {
  rack = await openTestRack({ outlets: 2 })
  await rack.start({ present: false })
  rack.bench.maas.knobs.failWith = 503
  await rack.clock.advance(120_000)
  expect(await rack.start()).toMatchObject(refused(/too old to switch by/))
  expect(await nothingHappens()).toEqual([null])
})

it('nobody has confirmed that a person is at the rack', async () => {
  rack = await openTestRack({ outlets: 2 })
  expect(await rack.start({ present: false })).toMatchObject(refused(/person is at the rack/))
  expect(await nothingHappens()).toEqual([null])
})

it('the key of a lane was revoked, two lanes share one, and an outlet is named twice', async () => {
  rack = await openTestRack({ outlets: 2, lanes: ['red', 'green'] })
  const [red, green] = Object.keys(rack.state().keys)
  await rack.tell({ kind: 'revokeKey', kid: red ?? '', by })
  const lanes = [
    { name: 'red', kid: red ?? '' },
    { name: 'green', kid: green ?? '' },
    { name: 'blue', kid: green ?? '' },
  ]
  const outcome = await rack.start({ lanes, scope: [rack.ref(1), rack.ref(1)] })
  expect(outcome).toMatchObject({ ok: false })
  const said = !outcome.ok && 'refusal' in outcome ? outcome.refusal.reasons.join('\n') : ''
  expect(said).toMatch(/named twice/)
  expect(said).toContain(`Key ${red} of lane red is revoked`)
  expect(said).toContain(`Two lanes share key ${green}`)
  expect(await nothingHappens()).toEqual([null])
})

it('an outlet to be unlocked is allocated in MAAS', async () => {
  rack = await openTestRack({ outlets: 2, before: bench => bench.pdus[0]?.pdu.setInitial({ 2: true }) })
  rack.deploy(2, 'db1')
  expect(await rack.start({ unlock: [rack.ref(2)] })).toMatchObject(
    refused(/^A-2 is allocated to db1 in MAAS and cannot be unlocked/),
  )
  expect(await nothingHappens()).toEqual([null])
})

it('several lanes without the confirming cut', async () => {
  rack = await openTestRack({ outlets: 2, lanes: ['red', 'green'] })
  expect(await rack.start({ confirm: 'none' })).toMatchObject(refused(/only the cut tells them apart/))
  expect(await nothingHappens()).toEqual([null])
})
