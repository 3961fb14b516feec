import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { freshDir, outletsOf, readFolder, remove, think } from '../support/desk.ts'
import { launch, type LaunchedApp } from '../support/launch.ts'

let dir: string
let desk: LaunchedApp
beforeEach(async () => {
  dir = await freshDir()
  desk = await launch(['--outlets', '2', '--pace', '200'], dir)
})
afterEach(async () => {
  await desk.close()
  await remove(dir)
})

it('maps the practice rack by keyboard alone', async () => {
  const { window } = desk
  const { keyboard } = window
  await window.getByRole('button', { name: 'Open the practice rack' }).waitFor()
  await keyboard.press('1')
  await window.getByRole('heading', { name: 'Map this rack' }).waitFor()
  await think(window)
  await keyboard.press('Space')
  await window.getByRole('dialog', { name: 'Every switch, in order' }).waitFor()
  await think(window)
  await keyboard.press('Space')
  await window.getByRole('checkbox', { name: 'I am at the rack', checked: true }).waitFor()
  await think(window)
  await keyboard.press('Space')
  await window.getByRole('heading', { name: 'Run finished' }).waitFor({ timeout: 110_000 })

  const { state } = await readFolder(join(dir, 'practice'))
  expect(outletsOf(state).map(({ outlet }) => outlet.binding?.grade)).toEqual(['proved', 'proved'])

  await keyboard.press('Control+4')
  await window.getByRole('dialog', { name: /journal/i }).waitFor()
  await keyboard.press('Escape')
  await think(window)
  await keyboard.press('Space')
  await window.getByRole('heading', { name: 'Map this rack' }).waitFor()
  expect(desk.errors).toEqual([])
})
