// Starts a packed app and looks at its window from outside. Its fuses refuse a debugger to the main process, so this
// speaks to Chromium alone.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { chromium } from 'playwright'
import { appEnv, sandboxArgs } from './electron.mjs'

const windowTimeoutMs = 30_000
const quitTimeoutMs = 10_000

function debuggerUrl(child) {
  return new Promise((resolve, reject) => {
    let said = ''
    child.stderr.on('data', chunk => {
      said += chunk
      const found = /DevTools listening on (ws:\S+)/.exec(said)
      if (found) resolve(found[1])
    })
    child.on('error', reject)
    child.on('exit', code => reject(new Error(`the packed app ended with status ${code}: ${said.slice(-800)}`)))
    setTimeout(() => reject(new Error(`the packed app opened nothing: ${said.slice(-800)}`)), windowTimeoutMs).unref()
  })
}

// Playwright may wait for ever for a page that is just being made, so the page comes first and Playwright after it.
async function pageIsThere(url) {
  const list = new URL('/json/list', url.replace(/^ws/, 'http'))
  const until = Date.now() + windowTimeoutMs
  while (Date.now() < until) {
    const targets = await (await fetch(list)).json()
    if (targets.some(({ type, title }) => type === 'page' && title === 'Racklight')) return url
    await wait(100)
  }
  throw new Error('the packed app showed no page')
}

async function firstPage(browser) {
  const context = browser.contexts()[0]
  return context.pages()[0] ?? context.waitForEvent('page', { timeout: windowTimeoutMs })
}

/** What a person would see: the window's title and the first words in it. */
export async function lookAt(executable, dataDir, env) {
  const args = [...sandboxArgs(), '--remote-debugging-port=0', '--data', dataDir]
  const child = spawn(executable, args, { env: appEnv(env), stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = once(child, 'exit')
  try {
    const browser = await chromium.connectOverCDP(await pageIsThere(await debuggerUrl(child)))
    const page = await firstPage(browser)
    await page.locator('#root > *').first().waitFor({ timeout: windowTimeoutMs })
    const seen = { title: await page.title(), text: (await page.locator('#root').innerText()).trim() }
    await browser.close()
    return seen
  } finally {
    child.kill('SIGTERM')
    const mercy = setTimeout(() => child.kill('SIGKILL'), quitTimeoutMs)
    if (child.exitCode === null && child.signalCode === null) await ended
    clearTimeout(mercy)
  }
}
