// Starts a packed app and looks at its window from outside. Its fuses refuse a debugger to the main process, so this
// speaks to Chromium alone.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
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
    const browser = await chromium.connectOverCDP(await debuggerUrl(child))
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
