// A PDU of a kind whose commands nobody has seen at work, set up and proved in its page: never a mouse.
import { afterEach, beforeEach, expect, it } from 'vitest'
import { systemClock } from '#main/engine/system-clock.ts'
import { makeVirtualPdu, type VirtualPdu } from '#sim/pdu/virtual-pdu.ts'
import { cli, freshDir, readFolder, remove, think } from '../support/desk.ts'
import { launch, type LaunchedApp } from '../support/launch.ts'

let dir: string
let pdu: VirtualPdu
let desk: LaunchedApp
beforeEach(async () => {
  dir = await freshDir()
  pdu = makeVirtualPdu({
    ...{ clock: systemClock, kind: 'enlogic', serial: 'EN5', name: 'en', outlets: 24, address: '127.0.0.1' },
    ...{ communityRead: 'look', communityWrite: 'write', loadWattsOf: () => 0, metered: false, visibleAfterMs: 300 },
  })
  await pdu.open()
  const args = ['pdu', 'add', 'pdu-a', `127.0.0.1:${pdu.port}`, '--community', 'write', '--data', dir]
  const added = await cli(...args)
  if (added.status !== 0) throw new Error(added.err)
  desk = await launch([], dir)
})
afterEach(async () => {
  await desk.close()
  await pdu.close()
  await remove(dir)
})

const focused = (): Promise<string> =>
  desk.window.evaluate(() => {
    const at = document.activeElement
    return at?.getAttribute('aria-label') ?? at?.closest('label')?.textContent ?? at?.textContent ?? ''
  })

/** Presses a key until the focus is where it is wanted. */
const go = async (key: string, wanted: RegExp): Promise<void> => {
  for (let i = 0; i < 60; i++) {
    if (wanted.test(await focused())) return
    await desk.window.keyboard.press(key)
  }
  throw new Error(`no ${key} leads to ${String(wanted)}; the focus is at "${await focused()}"`)
}

const number = async (digits: string): Promise<void> => {
  await desk.window.keyboard.type(digits, { delay: 120 })
  await desk.window.locator(`[data-board="EN5/${digits}"]:focus`).waitFor()
}

const field = (name: string): Promise<void> =>
  desk.window.getByRole('textbox', { name }).and(desk.window.locator(':focus')).waitFor()

it('names, protects, keeps on and proves by keyboard alone', async () => {
  const { window } = desk
  const { keyboard } = window
  await window.getByRole('heading', { name: 'Rack' }).waitFor()
  await keyboard.press('Control+5')
  await go('F6', /^PDU A/)
  await keyboard.press('Enter')
  await window.getByRole('heading', { name: 'Nobody has seen it switch' }).waitFor()

  await go('F6', /^A-1,/)
  await number('17')
  await keyboard.press('k')
  await go('Shift+F6', /^Read again/)
  await go('Tab', /^A-17 must stay on$/)
  await keyboard.press('Enter')
  await window.getByRole('heading', { name: 'What must stay on?' }).waitFor({ state: 'detached' })

  await go('F6', /^A-17,/)
  await number('5')
  await keyboard.press('n')
  await field('Name on the PDU itself')
  await keyboard.press('Control+a')
  await keyboard.type('ceph-5 left', { delay: 60 })
  await keyboard.press('Enter')
  await window.getByText('is "ceph-5 left" now').waitFor()
  await keyboard.press('Escape')
  await number('6')
  await keyboard.press('p')
  await field('Why? For instance: switch 12-a')
  await keyboard.type('switch 12-a', { delay: 60 })
  await keyboard.press('Enter')
  await window.getByRole('heading', { name: 'A-6, never touch' }).waitFor()
  await keyboard.press('Escape')

  await go('Shift+F6', /^Read again/)
  await go('Tab', /^Watch one empty outlet$/)
  await keyboard.press('Enter')
  await go('Tab', /^I have looked/)
  await keyboard.press('Space')
  await go('Tab', /^Read the load of A-1$/)
  await keyboard.press('Enter')
  for (const said of [/^I am at the rack/, /^I answer for switching without MAAS/]) {
    await window.getByRole('checkbox', { name: said }).waitFor()
    await go('Tab', said)
    await keyboard.press('Space')
  }
  for (const to of ['on', 'off']) {
    await window.getByRole('button', { name: `Switch A-1 ${to}`, disabled: false }).waitFor({ timeout: 30_000 })
    await go('Tab', new RegExp(`^Switch A-1 ${to}$`))
    await keyboard.press('Enter')
    await window.getByText(`went ${to}, read back`).waitFor({ timeout: 30_000 })
  }
  await think(window)
  await go('Tab', /^I saw it go off and on$/)
  await keyboard.press('Enter')
  await window.getByRole('heading', { name: 'pdu-a is trusted' }).waitFor()

  const known = (await readFolder(dir)).state.pdus['EN5']
  expect(known).toMatchObject({ keepOn: ['17'], watched: true, trial: null })
  expect(known?.outlets['6']?.protected).toBe('switch 12-a')
  expect(known?.outlets['5']?.facts.name).toBe('ceph-5 left')
  expect(desk.errors).toEqual([])
}, 120_000)
