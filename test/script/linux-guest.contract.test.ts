import { expect, it } from 'vitest'
import { guestLacks } from '../support/linux-guest.ts'
import { released, tellScriptStory } from '../support/script-story.ts'

const lacks = guestLacks()
if (lacks !== null) console.log(`The script is not run by a Linux of its own: ${lacks}.`)

it.skipIf(lacks !== null)(
  'a Linux runs the script from a key made here: the proof is accepted, it beats, holds, and goes on when told',
  async () => expect(await tellScriptStory(16)).toEqual(released),
  300_000,
)
