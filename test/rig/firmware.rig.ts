import { expect, it } from 'vitest'
import { storyLacks, tellFirmwareStory } from '../support/firmware-story.ts'

const [bios, uefi] = [storyLacks('bios'), storyLacks('uefi')]
for (const lacks of new Set([bios, uefi]))
  if (lacks !== null) console.log(`No machine starts from a key here: ${lacks}.`)

// What a BIOS does when it is told to go on is among the daily tests.
it.skipIf(uefi !== null)(
  'UEFI starts from a key, holds, goes on when told, and reaches the next boot device',
  async () =>
    expect(await tellFirmwareStory('uefi', 'told')).toEqual({
      heard: ['stick', 'stick', 'stick', 'stick', 'next device'],
      heart: { proved: false, beats: 3, goodbye: 'released' },
    }),
)

it.skipIf(bios !== null)('a BIOS goes on by itself when the check-in server is no longer there', async () =>
  expect(await tellFirmwareStory('bios', 'serverGone')).toEqual({
    heard: ['stick', 'stick', 'stick', 'stick'],
    heart: { proved: false, beats: 4, goodbye: null },
  }),
)
