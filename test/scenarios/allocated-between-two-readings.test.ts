import { afterEach, expect, it } from 'vitest'
import { mapOf, openTestRack, type TestRack } from '../support/rack.ts'

let rack: TestRack
afterEach(() => rack.close())

/** MAAS is read so seldom that the readings alone would come too late for every cut. */
const seldom = { settings: { maasEveryMs: 50_000, maasEventsEveryMs: 3_000 } }

/** A machine that names outlet 1 and that nobody has deployed yet. */
const named = () => {
  const machine = rack.deploy(1, 'db1')
  machine.status = 'Ready'
  return machine.systemId
}

it('an outlet that a machine names and that is deployed while the lane waits is read at once, and is not cut', async () => {
  rack = await openTestRack({ outlets: 1, seed: 15, ...seldom })
  rack.hands.follow()
  await rack.start()
  const readings = rack.of('maasRead').length
  await rack.until('proofAccepted')
  const systemId = named()
  const then = rack.clock.now()
  rack.bench.maas.deploy(systemId)
  const read = await rack.until('maasRead')
  expect(read.at - then).toBeLessThanOrEqual(3_000)
  expect(rack.of('maasRead').length).toBeGreaterThan(readings)
  await rack.ended()
  expect(rack.of('switchRefused')).toMatchObject([{ to: 'off', reasons: ['A-1 is allocated to db1 in MAAS.'] }])
  expect(rack.sets()).toEqual(['A-1 on'])
  expect(rack.pdu().state(1)).toBe('on')
  expect(mapOf(rack.state())).toEqual({})
})

it('deployed at the very moment of the cut, sooner than the diary is asked in turn, it is not cut either', async () => {
  rack = await openTestRack({ outlets: 1, seed: 15, settings: { maasEveryMs: 50_000, maasEventsEveryMs: 45_000 } })
  rack.hands.follow()
  await rack.start()
  const systemIds: string[] = []
  rack.once('proofAccepted', () => systemIds.push(named()))
  rack.once('cutOrdered', () => rack.bench.maas.deploy(systemIds[0] ?? ''))
  await rack.ended()
  expect(rack.of('cutOrdered').length).toBeGreaterThan(0)
  expect(rack.sets()).toEqual(['A-1 on'])
  expect(rack.outlet(1).left).toMatchObject({ reason: 'refused', detail: 'A-1 is allocated to db1 in MAAS.' })
})

it('where the events cannot be read the readings alone are fresh enough, and the run goes on', async () => {
  rack = await openTestRack({ outlets: 1, seed: 15, ...seldom })
  rack.bench.maas.knobs.failWith = 403
  rack.bench.maas.knobs.failOn = ({ path }) => path.endsWith('/events/')
  rack.hands.follow()
  await rack.start()
  expect(await rack.ended()).toMatchObject({ how: 'finished' })
  expect(rack.of('bound')).toHaveLength(1)
  expect(rack.of('maasLost')).toEqual([])
})

it('what every boot brings into the diary calls for no reading', async () => {
  rack = await openTestRack({ outlets: 1, seed: 15, ...seldom })
  await rack.start()
  await rack.until('laneAsked', undefined, event => event.ask === 'plug')
  const { systemId } = rack.bench.maas.addMachine({ macs: ['52:54:00:aa:00:09'], status: 'Ready' })
  const whole = () => rack.bench.maas.requests.filter(({ query }) => query.some(([, op]) => op === 'power_parameters'))
  const before = whole().length
  const asked = rack.bench.maas.requests.filter(({ path }) => path.endsWith('/events/')).length
  for (let n = 0; n < 5; n++) {
    rack.bench.maas.noteEvent(systemId, 'INFO', 'Performing PXE boot')
    await rack.clock.advance(3_000)
  }
  expect(whole().length).toBe(before)
  expect(rack.bench.maas.requests.filter(({ path }) => path.endsWith('/events/')).length).toBeGreaterThan(asked)
})

it('between runs the diary is asked twice a minute, and MAAS is read when it has something to tell', async () => {
  rack = await openTestRack({ outlets: 1, seed: 15 })
  await rack.clock.advance(61_000)
  const quiet = rack.of('maasRead').length
  const systemId = named()
  await rack.clock.advance(61_000)
  expect(rack.of('maasRead')).toHaveLength(quiet)
  rack.bench.maas.deploy(systemId)
  await rack.clock.advance(31_000)
  expect(rack.of('maasRead').at(-1)?.named).toMatchObject([{ outlet: '1', hostname: 'db1' }])
})
