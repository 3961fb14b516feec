import { expect, it } from 'vitest'
import { guestLacks } from '../support/linux-guest.ts'
import { released, tellScriptStory } from '../support/script-story.ts'

const lacks = guestLacks()
if (lacks !== null) console.log(`The script is not run by a Linux of its own: ${lacks}.`)

it.skipIf(lacks !== null).each([16, 64] as const)(
  'a Linux runs the script from an image of %i MiB: proof, beats, hold, release',
  async sizeMiB => expect(await tellScriptStory(sizeMiB)).toEqual(released),
)
