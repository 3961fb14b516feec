import { afterEach, beforeEach, expect, it } from 'vitest'
import { freshDir, openRackProcess, outletsOf, readFolder, remove } from '../support/desk.ts'
import { launch, type LaunchedApp } from '../support/launch.ts'

let dir: string
let rack: { close(): Promise<void> }
let desk: LaunchedApp
beforeEach(async () => {
  dir = await freshDir()
  rack = await openRackProcess(dir, '--outlets', '2', '--pace', '200', '--seed', '11')
  desk = await launch([], dir)
})
afterEach(async () => {
  await desk.close()
  await rack.close()
  await remove(dir)
})

const killed = async ({ app }: LaunchedApp): Promise<void> => {
  const child = app.process()
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()))
  child.kill('SIGKILL')
  await ended
}

it('offers to resume or to put everything back after it was killed in the middle of a run, and resumes', async () => {
  await desk.window.getByRole('button', { name: 'Show every switch' }).click()
  await desk.window.getByRole('checkbox', { name: 'I am at the rack' }).check()
  await desk.window.getByRole('button', { name: 'Start the run' }).click()
  await desk.window.getByRole('button', { name: /^A-1, bound to / }).waitFor({ timeout: 60_000 })
  await killed(desk)
  const before = await readFolder(dir)

  desk = await launch([], dir)
  const { window } = desk
  await window.getByRole('heading', { name: 'The run was broken off' }).waitFor()
  const after = await readFolder(dir)
  expect(after.events.slice(0, before.events.length)).toEqual(before.events)
  expect(after.events.at(-1)).toMatchObject({ kind: 'runInterrupted' })
  expect(await window.getByRole('button', { name: 'Put everything back' }).count()).toBe(1)
  expect(await window.getByRole('button', { name: 'Resume' }).isDisabled()).toBe(true)

  await window.getByRole('checkbox', { name: 'I am at the rack' }).check()
  await window.getByRole('button', { name: 'Resume' }).click()
  await window.getByRole('heading', { name: 'Run finished' }).waitFor({ timeout: 90_000 })
  const { state, events } = await readFolder(dir)
  expect(outletsOf(state).map(({ outlet }) => outlet.binding?.grade)).toEqual(['proved', 'proved'])
  expect(events.filter(event => event.kind === 'bound')).toHaveLength(2)
  expect(desk.errors).toEqual([])
})
