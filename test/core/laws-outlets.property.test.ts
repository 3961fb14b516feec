// No outlet is switched that must not be, in any history among outlets that are taken, guarded, locked, loaded, asleep at
// three watts, out of sight, behind full breakers, on an unproven PDU or on one that lied. RACKLIGHT_HISTORIES says how
// many histories are played, RACKLIGHT_HISTORIES_SEED plays the same ones again.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawn, History } from './model/history.ts'
import { Ledger } from './model/ledger.ts'
import type { Mischief } from './model/mischief.ts'

const wanted = Number(process.env['RACKLIGHT_HISTORIES'] ?? 1_000)
const seed = Number(process.env['RACKLIGHT_HISTORIES_SEED'] ?? Date.now() % 1_000_000)
const moves = 100

const yards: readonly Mischief[] = [
  { yard: true, people: true, failures: true, lies: false, confirm: 'cut', lanes: 2 },
  { yard: true, people: true, failures: false, lies: false, confirm: 'cut', lanes: 1 },
]

describe('among outlets that must not be cut', () => {
  it('no history holds a forbidden switch', { timeout: Math.max(60_000, wanted * 300) }, () => {
    const met: Record<string, number> = {}
    let played = 0
    for (const mischief of yards)
      fc.assert(
        fc.property(drawn(moves), draw => {
          const history = new History(draw, mischief)
          const ledger = new Ledger().begin(history.seed)
          history.witness = step => ledger.look(step)
          history.play(draw.moves)
          expect(ledger.broken).toEqual([])
          played += 1
          for (const [what, count] of Object.entries(ledger.met)) met[what] = (met[what] ?? 0) + count
        }),
        { numRuns: Math.ceil(wanted / yards.length), seed },
      )
    console.log(
      `${played} histories of at most ${moves} moves, seed ${seed}: no forbidden switch; ${JSON.stringify(met)}`,
    )
    // What never came up would have been guarded by nothing.
    const usual = ['on', 'off', 'timed cuts', 'cuts out of custody', 'refused wishes', 'declared dark', 'trials']
    const looked = [...usual, 'switches in a trial', 'doubted', 'canaries lost']
    expect(looked.filter(what => (met[what] ?? 0) === 0)).toEqual([])
  })
})
