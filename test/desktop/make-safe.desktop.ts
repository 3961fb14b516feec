import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { plan } from '#core/plan.ts'
import { stoppedOf } from '#core/select-run.ts'
import { freshDir, outletsOf, readFolder, remove } from '../support/desk.ts'
import { launch, type LaunchedApp } from '../support/launch.ts'

let dir: string
let desk: LaunchedApp
beforeEach(async () => {
  dir = await freshDir()
  desk = await launch(['--practice', '--outlets', '4', '--pace', '200'], dir)
})
afterEach(async () => {
  await desk.close()
  await remove(dir)
})

it('makes safe on Esc in the middle of a run: nothing more is planned, and what is on stays on and is listed', async () => {
  const { window } = desk
  await window
    .getByRole('button', { name: /^A-\d, bound to / })
    .first()
    .waitFor({ timeout: 60_000 })
  await window.keyboard.press('Escape')
  await window.getByRole('heading', { name: 'Made safe' }).waitFor()

  const { state, events } = await readFolder(join(dir, 'practice'))
  expect(state.run?.phase).toBe('stopped')
  expect(plan(state)).toEqual([])
  const madeSafe = events.find(event => event.kind === 'madeSafe')
  const stillOn = stoppedOf(state, 0)?.stillOn.map(({ place }) => place) ?? []
  expect(stillOn.length).toBeGreaterThan(0)
  expect(stillOn).toEqual(
    outletsOf(state).flatMap(({ pdu, outlet }) => (outlet.state === 'on' ? [`${pdu.feed}-${outlet.facts.id}`] : [])),
  )
  expect(madeSafe?.kind === 'madeSafe' && madeSafe.by?.person).toBeTruthy()
  const listed = window.getByRole('region', { name: 'Made safe' }).locator('section', { hasText: 'On now' })
  expect(await listed.getByRole('listitem').count()).toBe(stillOn.length)
  for (const place of stillOn) expect(await listed.getByText(place, { exact: true }).count()).toBe(1)

  await window.getByRole('button', { name: 'Leave as it is' }).click()
  await window.getByRole('heading', { name: 'Made safe' }).waitFor({ state: 'detached' })
  const later = await readFolder(join(dir, 'practice'))
  const sent = (all: typeof events): number => all.filter(event => event.kind === 'switchSent').length
  expect(sent(later.events)).toBe(sent(events))
  expect(desk.errors).toEqual([])
})
