import { expect, it } from 'vitest'
import { storyLacks, tellFirmwareStory } from '../support/firmware-story.ts'

const lacks = storyLacks('bios')
if (lacks !== null) console.log(`No machine starts from a key here: ${lacks}.`)

it.skipIf(lacks !== null)(
  'a BIOS starts from a key made here: who it is arrives, it holds, goes on when told, and reaches the next boot device',
  async () =>
    expect(await tellFirmwareStory('bios', 'told')).toEqual({
      heard: ['stick', 'stick', 'stick', 'stick'],
      heart: { proved: false, beats: 3, goodbye: 'released' },
    }),
  300_000,
)
