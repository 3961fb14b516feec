import { afterEach, expect, it } from 'vitest'
import { by, openTestRack, truthOf, mapOf, type TestRack } from '../support/rack.ts'

let rack: TestRack
afterEach(() => rack.close())

it.each([1, 2, 3, 4, 5, 6])(
  'three steps in ten go wrong (seed %i): nothing is wrongly bound, and the run ends',
  async seed => {
    rack = await openTestRack({
      outlets: 8,
      seed,
      lanes: seed % 2 === 0 ? ['1'] : ['1', '2'],
      numbers: { enlistMs: 120_000 },
    })
    const technician = rack.hire(0.3, seed)
    const present = (): void => {
      void rack.tell({ kind: 'confirmPresence', by })
      rack.once('switchRefused', present)
    }
    rack.once('switchRefused', present)
    await rack.start()
    expect(await rack.until('runEnded', 24 * 3_600_000)).toMatchObject({ how: 'finished' })
    expect(technician.mistakes.length).toBeGreaterThan(2)
    const map = mapOf(rack.state())
    expect(truthOf(rack.bench)).toMatchObject(map)
    // What is not bound says why.
    const bound = Object.keys(map).length
    expect(rack.of('outletLeft').length + bound).toBeGreaterThanOrEqual(8)
    expect(rack.bugs).toEqual([])
  },
  180_000,
)
