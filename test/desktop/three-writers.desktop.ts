import { afterEach, beforeEach, expect, it } from 'vitest'
import { cli, freshDir, readFolder, remove } from '../support/desk.ts'
import { launch, type LaunchedApp } from '../support/launch.ts'

let dir: string
let desk: LaunchedApp
beforeEach(async () => {
  dir = await freshDir()
  desk = await launch([], dir)
})
afterEach(async () => {
  await desk.close()
  await remove(dir)
})

const keysEach = 12

it('lets three command lines write beside the open window: one chain, no fork, nothing lost', async () => {
  const { window } = desk
  await window.getByRole('button', { name: 'Set up a real rack' }).click()
  const makes = (lane: string) =>
    cli('key', 'make', '--count', String(keysEach), '--for', `lane:${lane}`, '--data', dir)
  const ends = await Promise.all(['1', '2', '3'].map(makes))
  expect(ends.map(({ status, err }) => (status === 0 ? 'done' : err))).toEqual(['done', 'done', 'done'])

  // The window takes part and shows all of it.
  await window.keyboard.press('Control+2')
  await window.getByRole('heading', { name: `${3 * keysEach} keys` }).waitFor()
  const { state, events } = await readFolder(dir)
  expect(Object.keys(state.keys)).toHaveLength(3 * keysEach)
  expect(events.filter(event => event.kind === 'keysMade')).toHaveLength(3)
  expect(events).toHaveLength(state.head)
  for (const kid of Object.keys(state.keys)) await window.getByText(kid).first().waitFor()

  const verified = await cli('journal', 'verify', '--json', '--data', dir)
  expect(verified.status).toBe(0)
  expect(JSON.parse(verified.out)).toMatchObject({ whole: true, rows: state.head, findings: [] })
  expect(desk.errors).toEqual([])
})
