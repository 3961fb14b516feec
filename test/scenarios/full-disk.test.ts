import { afterEach, expect, it } from 'vitest'
import { by, faultIn, mapOf, openTestRack, truthOf, type TestRack } from '../support/rack.ts'
import { proved } from '../support/story.ts'

let rack: TestRack
afterEach(() => rack.close())

/** No more room for the journal: the database may not grow by a single page. */
const fillDisk = (): void => {
  const { db } = rack.site()
  db.pragma(`max_page_count = ${Number(db.pragma('page_count', { simple: true }))}`)
}
const makeRoom = (): void => void rack.site().db.pragma('max_page_count = 1000000')

it('what cannot be written down is not switched; a command is answered with a plain fault; with room again the run goes on', async () => {
  rack = await openTestRack({ outlets: 2, seed: 27 })
  rack.hands.follow()
  await rack.start()
  await rack.until('proofAccepted')
  fillDisk()
  await rack.clock.advance(120_000)
  const known = rack.events.length
  const sets = rack.sets()
  await rack.clock.advance(120_000)
  expect(rack.events).toHaveLength(known)
  expect(rack.sets()).toEqual(sets)
  const refused = faultIn(
    await rack.tell({
      kind: 'protect',
      pdu: rack.ref(2).pdu,
      outlets: ['2'],
      why: 'x'.repeat(200),
      by,
    }),
  )
  expect(refused).toMatchObject({
    kind: 'io',
    detail: expect.stringMatching(/disk is full/),
    mend: expect.stringMatching(/Free some space/),
  })
  makeRoom()
  await rack.ended()
  expect(rack.story()).toEqual([
    'armed with A-1 A-2',
    ...proved('A-1', 'm1'),
    ...proved('A-2', 'm2'),
    'm1 recorded',
    'm2 recorded',
    'run finished: 2 of 2 outlets bound',
  ])
  expect(mapOf(rack.state())).toEqual(truthOf(rack.bench))
})
