import { afterEach, expect, it } from 'vitest'
import { mapOf, openTestRack, truthOf, type TestRack } from '../support/rack.ts'

let rack: TestRack
afterEach(() => rack.close())

it('maps four machines with one key, proves each by its cut, and hands the map to MAAS', async () => {
  rack = await openTestRack({ outlets: 4, seed: 7 })
  rack.hire()
  expect(await rack.start()).toMatchObject({ ok: true })
  const ended = await rack.ended()
  expect(ended).toMatchObject({ how: 'finished', detail: '4 of 4 outlets bound' })
  expect(mapOf(rack.state())).toEqual(truthOf(rack.bench))
  expect(rack.of('bound').map(event => event.grade)).toEqual(['proved', 'proved', 'proved', 'proved'])
  expect(rack.of('maasRecorded')).toHaveLength(4)
  expect(rack.bugs).toEqual([])
})
