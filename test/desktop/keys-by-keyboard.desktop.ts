import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { keyState } from '#core/key.ts'
import { freshDir, readFolder, remove, think } from '../support/desk.ts'
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

/** Tab until the button has the focus, as a hand without a mouse would. */
const tabTo = async (name: RegExp): Promise<void> => {
  const { window } = desk
  const wanted = window.getByRole('button', { name })
  await wanted.waitFor()
  for (let i = 0; i < 60; i++) {
    if (await wanted.evaluate(button => button === document.activeElement)) return
    await window.keyboard.press('Tab')
  }
  throw new Error(`Tab does not lead to ${name}`)
}

it('makes, issues, labels and revokes a key by keyboard alone', async () => {
  const { app, window } = desk
  const { keyboard } = window
  const file = join(dir, 'labels.svg')
  // The dialog of the system is no page; only what it answers is put in its place.
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
  }, file)
  await window.getByRole('button', { name: 'Open the practice rack' }).waitFor()
  await keyboard.press('2')
  await window.getByRole('heading', { name: 'Setup' }).waitFor()
  await keyboard.press('Control+2')
  await window.getByRole('heading', { name: 'No keys yet' }).waitFor()

  await keyboard.press('n')
  await window.getByRole('dialog', { name: 'Make keys' }).waitFor()
  await tabTo(/^Close$/)
  await keyboard.press('Tab')
  await keyboard.press('Control+a')
  await keyboard.type('2')
  await tabTo(/^Make 2 keys$/)
  await keyboard.press('Enter')
  await window.getByRole('dialog', { name: '2 new keys' }).waitFor()
  await tabTo(/^Done$/)
  await keyboard.press('Enter')
  await window.getByRole('heading', { name: '2 keys' }).waitFor()

  const made = Object.keys((await readFolder(dir)).state.keys).sort()
  const [first = '', second = ''] = made
  await tabTo(new RegExp(first))
  await keyboard.press('Enter')
  await tabTo(/^Issue for 12 h$/)
  await keyboard.press('Enter')
  await window.getByText('1 out, 0 back').waitFor()

  await keyboard.press('p')
  await window.getByRole('dialog', { name: 'Labels' }).waitFor()
  await window.getByRole('radio', { name: 'SVG, one sheet' }).focus()
  await keyboard.press('Space')
  await tabTo(/^Save 2 labels$/)
  await keyboard.press('Enter')
  await window.getByText(`2 labels in ${file}.`).waitFor()
  const sheet = await readFile(file, 'utf8')
  for (const kid of made) expect(sheet).toContain(`>${kid}</text>`)

  await tabTo(new RegExp(`^(?!Revoke).*${second}`))
  await keyboard.press('Enter')
  await tabTo(new RegExp(`^Revoke ${second} for good$`))
  await keyboard.press('Enter')
  await window.getByText('Revoked').first().waitFor()
  const { state } = await readFolder(dir)
  const now = Date.now()
  expect(made.map(kid => state.keys[kid] && keyState(state.keys[kid], now))).toEqual(['issued', 'revoked'])
  if (!existsSync('/sys/bus/usb/devices')) await window.getByText('This computer shows no USB bus').waitFor()
  await think(window)
  expect(desk.errors).toEqual([])
})
