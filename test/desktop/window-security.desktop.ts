import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freshDir, remove } from '../support/desk.ts'
import { launch, type LaunchedApp } from '../support/launch.ts'

const preload = join(import.meta.dirname, '..', '..', 'build', 'preload.cjs')

let dir: string
let desk: LaunchedApp
let outside: Server
let outsideUrl: string
let visits = 0
beforeAll(async () => {
  outside = createServer((_request, response) => {
    visits++
    response.setHeader('access-control-allow-origin', '*').end('hello')
  })
  await new Promise<void>(resolve => outside.listen(0, '127.0.0.1', resolve))
  outsideUrl = `http://127.0.0.1:${(outside.address() as AddressInfo).port}/`
  dir = await freshDir()
  desk = await launch([], dir)
  await desk.window.getByRole('button', { name: 'Open the practice rack' }).waitFor()
})
afterAll(async () => {
  await desk.close()
  outside.close()
  await remove(dir)
})

describe('the first window', () => {
  it('offers the practice rack and the real one, and has complained about nothing', async () => {
    expect(await desk.window.title()).toBe('Racklight')
    expect(await desk.window.getByRole('button', { name: 'Set up a real rack' }).count()).toBe(1)
    expect(desk.errors).toEqual([])
  })
})

describe('what the page cannot do', () => {
  it('reach Node or Electron: there is the bridge, and two functions on it', async () => {
    const seen = await desk.window.evaluate(() => ({
      node: ['require', 'module', 'process', 'Buffer', 'global', '__dirname'].filter(name => name in globalThis),
      bridge: Object.keys((globalThis as unknown as { racklight: object }).racklight).sort(),
    }))
    expect(seen).toEqual({ node: [], bridge: ['call', 'listen'] })
    const preferences = await desk.app.evaluate(({ BrowserWindow }) => {
      const page = BrowserWindow.getAllWindows()[0]?.webContents
      return (page as unknown as { getLastWebPreferences(): Record<string, unknown> }).getLastWebPreferences()
    })
    expect(preferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
    })
  })

  it('make code from strings, or run a script that was written into it', async () => {
    const seen = await desk.window.evaluate(async () => {
      const refused = new Promise<string>(resolve =>
        document.addEventListener('securitypolicyviolation', event => resolve(event.effectiveDirective)),
      )
      const script = document.createElement('script')
      script.textContent = 'globalThis.wasRun = true'
      document.head.append(script)
      // In a callback of the page's own: the debugger's own script may do what a page may not.
      const evaluated = await new Promise<string>(resolve =>
        requestAnimationFrame(() => {
          try {
            // oxlint-disable-next-line no-eval -- it must be refused
            resolve(String((0, eval)('"evaluated"')))
          } catch (error) {
            resolve(error instanceof Error ? error.name : 'refused')
          }
        }),
      )
      return { evaluated, wasRun: 'wasRun' in globalThis, refused: await refused }
    })
    expect(seen).toEqual({ evaluated: 'EvalError', wasRun: false, refused: 'script-src-elem' })
  })

  it('load anything from anywhere else', async () => {
    const seen = await desk.window.evaluate(async url => {
      const failed = (work: Promise<unknown>): Promise<boolean> =>
        work.then(
          () => false,
          () => true,
        )
      const image = new Image()
      const loading = new Promise((resolve, reject) => {
        image.addEventListener('load', resolve)
        image.addEventListener('error', reject)
      })
      image.src = `${url}picture.png`
      const frame = document.createElement('iframe')
      frame.src = url
      document.body.append(frame)
      const answers = [await failed(fetch(url)), await failed(loading), await failed(fetch('file:///etc/hostname'))]
      frame.remove()
      return answers
    }, outsideUrl)
    expect(seen).toEqual([true, true, true])
    expect(visits).toBe(0)
  })

  it('be led away, or open another window', async () => {
    const before = desk.window.url()
    const opened = await desk.window.evaluate(url => {
      const other = window.open(url)
      location.href = url
      return other !== null
    }, outsideUrl)
    expect(opened).toBe(false)
    await desk.window.evaluate(() => new Promise(resolve => requestAnimationFrame(resolve)))
    expect(desk.window.url()).toBe(before)
    expect(desk.app.windows()).toHaveLength(1)
    expect(visits).toBe(0)
  })

  it('be granted a permission', async () => {
    const answers = await desk.window.evaluate(async () => {
      const names = ['geolocation', 'notifications', 'camera', 'microphone', 'midi', 'clipboard-read']
      const states = names.map(async name => (await navigator.permissions.query({ name: name as 'midi' })).state)
      const media = navigator.mediaDevices?.getUserMedia({ audio: true }) ?? Promise.reject(new Error('not there'))
      const camera = media.then(
        () => 'granted',
        () => 'denied',
      )
      return Promise.all([...states, camera, Notification.requestPermission()])
    })
    expect(new Set(answers)).toEqual(new Set(['denied']))
  })
})

describe('what is outside the page', () => {
  it('finds the policy in the header too, and nothing but the files of the page', async () => {
    const seen = await desk.app.evaluate(async ({ session }) => {
      const get = (path: string): Promise<Response> => session.defaultSession.fetch(`racklight://desk/${path}`)
      const page = await get('index.html')
      const others = ['%2e%2e/main.mjs', '..%2fmain.mjs', '%2e%2e/%2e%2e/package.json', 'nothing.html', 'index']
      const answers = await Promise.all(others.map(async path => (await get(path)).status))
      const elsewhere = await session.defaultSession.fetch('racklight://elsewhere/index.html')
      return { policy: page.headers.get('content-security-policy'), answers, elsewhere: elsewhere.status }
    })
    expect(seen.policy).toMatch(/^default-src 'none'; script-src 'self'; /)
    expect(seen.policy).not.toContain('unsafe')
    expect(seen).toMatchObject({ answers: [404, 404, 404, 404, 404], elsewhere: 404 })
  })

  it('is not answered when it asks as we do: another window with our own preload', async () => {
    const answer = await desk.app.evaluate(async ({ BrowserWindow }, script) => {
      const stranger = new BrowserWindow({ show: false, webPreferences: { preload: script, sandbox: true } })
      await stranger.loadURL('data:text/html,<p>hello')
      const heard: unknown = await stranger.webContents.executeJavaScript(`racklight.call('open', null)`)
      stranger.destroy()
      return heard
    }, preload)
    expect(answer).toMatchObject({ ok: false, fault: { kind: 'denied' } })
  })
})
