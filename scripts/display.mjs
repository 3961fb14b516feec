// A screen for the app: the person's own, else a virtual one that lives as long as its user.
import { spawn } from 'node:child_process'
import { readyVirtualDisplay } from './linux-libraries.mjs'

const hasScreen = env => process.platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY)

/** The environment naming a screen, and a way to put a virtual one away again. */
export async function openDisplay(env = process.env) {
  if (hasScreen(env)) return { env, close: () => {} }
  readyVirtualDisplay()
  // With -displayfd the server picks a free number itself and writes it when it is ready: no race, no waiting.
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  const number = await new Promise((resolve, reject) => {
    let written = ''
    server.stdio[3].on('data', chunk => {
      written += chunk
      if (written.endsWith('\n')) resolve(written.trim())
    })
    server.on('error', reject)
    server.on('exit', code => reject(new Error(`Xvfb ended at once with status ${code}`)))
  })
  const close = () => server.kill()
  process.on('exit', close)
  server.stdio[3].destroy()
  server.unref()
  return { env: { ...env, DISPLAY: `:${number}` }, close }
}
