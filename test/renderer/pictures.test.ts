import { expect, it } from 'vitest'
import { fold } from '#core/apply.ts'
import { Snapshot } from '#ipc/contract.ts'
import { pictures } from './fixtures/pictures.ts'
import * as scenes from './fixtures/scenes.ts'

it('takes pictures of true snapshots alone', () => {
  const all = pictures()
  expect(all.length).toBeGreaterThan(50)
  expect(new Set(all.map(one => one.name)).size).toBe(all.length)
  for (const one of all) expect(Snapshot.safeParse(one.snapshot).error).toBeUndefined()
})

it('plays every scene from facts alone: the journal folds to the same state', () => {
  for (const play of [scenes.guided(), scenes.trouble(), scenes.ended(), scenes.crashed(), scenes.wide()])
    expect(fold(play.journal.map(one => one.event))).toEqual(play.state)
})
