import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { freshDir, outletsOf, readFolder, remove } from '../support/desk.ts'
import { launch, type LaunchedApp } from '../support/launch.ts'

let dir: string
let desk: LaunchedApp
beforeEach(async () => {
  dir = await freshDir()
  desk = await launch(['--outlets', '4', '--pace', '200'], dir)
})
afterEach(async () => {
  await desk.close()
  await remove(dir)
})

it('maps the practice rack by mouse: four machines bound, proved, and recorded in MAAS', async () => {
  const { window } = desk
  await window.getByRole('button', { name: 'Open the practice rack' }).click()
  await window.getByRole('button', { name: 'Show every switch' }).click()
  await window.getByRole('dialog').getByText('12 switches').waitFor()
  await window.getByRole('checkbox', { name: 'I am at the rack' }).check()
  await window.getByRole('button', { name: 'Start the run' }).click()
  await window
    .getByRole('button', { name: /^A-\d, plug here now/ })
    .first()
    .waitFor()
  await window.getByRole('heading', { name: 'Run finished' }).waitFor({ timeout: 110_000 })

  for (const n of [1, 2, 3, 4])
    expect(await window.getByRole('button', { name: new RegExp(`^A-${n}, bound to `) }).count()).toBe(1)
  const { state, events } = await readFolder(join(dir, 'practice'))
  expect(outletsOf(state).map(({ outlet }) => outlet.binding?.grade)).toEqual(Array(4).fill('proved'))
  expect(events.filter(event => event.kind === 'maasRecorded')).toHaveLength(4)
  expect(desk.errors).toEqual([])
})
