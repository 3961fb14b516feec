// How a window ends, or does not, while a run of its own engine is open.
import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { plan } from '#core/plan.ts'
import { freshDir, openRackProcess, readFolder, remove } from '../support/desk.ts'
import { launch, type LaunchedApp } from '../support/launch.ts'

const root = join(import.meta.dirname, '..', '..')

let dir: string
let rack: { close(): Promise<void> }
let desk: LaunchedApp
let child: ChildProcess
beforeEach(async () => {
  dir = await freshDir()
  rack = await openRackProcess(dir, '--outlets', '2', '--pace', '60', '--seed', '3')
  desk = await launch([], dir)
  child = desk.app.process()
  const { window } = desk
  await window.getByRole('button', { name: 'Show every switch' }).click()
  await window.getByRole('checkbox', { name: 'I am at the rack' }).check()
  await window.getByRole('button', { name: 'Start the run' }).click()
  await window.getByRole('button', { name: /^A-1, plug here now/ }).waitFor()
})
afterEach(async () => {
  // Told to end, it asks nobody.
  const ended = exit()
  if (child.exitCode === null && child.kill('SIGTERM')) await ended
  await rack.close()
  await remove(dir)
})

const exit = (): Promise<number | null> => new Promise(resolve => child.once('exit', resolve))

/** Answers the next question of the window by the place of its button, and hears what was asked. */
const answerWith = (button: number): Promise<void> =>
  desk.app.evaluate(({ dialog }, response) => {
    const asked: string[] = []
    const answer = (_window: unknown, options: { message: string }) => {
      asked.push(options.message)
      return Promise.resolve({ response, checkboxChecked: false })
    }
    Object.assign(dialog, { showMessageBox: answer })
    Object.assign(globalThis, { asked })
  }, button)
const asked = (): Promise<string[]> => desk.app.evaluate(() => (globalThis as unknown as { asked: string[] }).asked)
const closeWindow = (): Promise<void> =>
  desk.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())

const startAgain = async (): Promise<{ status: unknown; said: boolean }> => {
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const second = spawn(process.execPath, [...sandbox, root, '--data', dir], { env })
  let err = ''
  second.stderr.on('data', chunk => (err += chunk))
  const status = await new Promise(resolve => second.on('close', resolve))
  return { status, said: err.includes('a window is open on this data folder already') }
}

const crashPage = (): Promise<void> =>
  desk.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer())

const showsMakeSafe = (): Promise<unknown> =>
  desk.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(
      `[...document.querySelectorAll('button:enabled')].some(one => one.textContent.includes('Make safe'))`,
    ),
  )

it('is one window for one folder, outlives its view, and asks before it leaves a run, which it then makes safe', async () => {
  expect(await startAgain()).toEqual({ status: 1, said: true })
  expect(desk.app.windows()).toHaveLength(1)

  await answerWith(0)
  await crashPage()
  await expect.poll(asked).toEqual(['The view has failed.'])
  await expect.poll(showsMakeSafe, { timeout: 10_000 }).toBe(true)
  expect((await readFolder(dir)).state.run?.phase).toBe('working')

  await answerWith(1)
  await closeWindow()
  await expect.poll(asked).toEqual(['A run is open.'])
  expect(await showsMakeSafe()).toBe(true)

  await answerWith(0)
  const ended = exit()
  await closeWindow().catch(() => {})
  expect(await ended).toBe(0)
  const { state, events } = await readFolder(dir)
  expect(events.at(-1)).toMatchObject({ kind: 'madeSafe' })
  expect(plan(state)).toEqual([])
})

it('makes safe without a question when it is told to end, and says so by its status', async () => {
  const ended = exit()
  child.kill('SIGTERM')
  expect(await ended).toBe(143)
  expect((await readFolder(dir)).events.at(-1)).toMatchObject({ kind: 'madeSafe' })
})
