// Time from the start of the process to a window that can be used, against an empty Electron window in the same run.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sandboxArgs } from '../../scripts/electron.mjs'

const here = import.meta.dirname
const root = join(here, '..', '..')
const rounds = 7
const goal = 1.5

const apps = { racklight: root, 'empty window': join(here, 'empty-window') }

function start(executable, app, dataDir, env) {
  return new Promise((resolve, reject) => {
    const args = ['-r', join(here, 'clock-in.cjs'), ...sandboxArgs(), app, '--data', dataDir]
    const child = spawn(executable, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
    let [out, err] = ['', '']
    child.stdout.on('data', chunk => (out += chunk))
    child.stderr.on('data', chunk => (err += chunk))
    child.on('error', reject)
    child.on('close', () => {
      const found = /usable after (\d+)/.exec(out)
      if (found) resolve(Number(found[1]))
      else reject(new Error(`${app} showed no window that could be used: ${err.slice(-500)}`))
    })
  })
}

const median = list => list.toSorted((a, b) => a - b)[list.length >> 1]

/** Prints the table; `env` must name a screen. */
export async function benchStart(executable, env) {
  const dirs = Object.fromEntries(
    Object.keys(apps).map(name => [name, mkdtempSync(join(tmpdir(), 'racklight-bench-'))]),
  )
  const took = Object.fromEntries(Object.keys(apps).map(name => [name, []]))
  try {
    // By turns, so that whatever else the machine does falls on both; the first start of each fills its caches.
    for (let round = 0; round <= rounds; round++) {
      for (const [name, app] of Object.entries(apps)) {
        took[name].push(await start(executable, app, dirs[name], env))
      }
    }
  } finally {
    for (const dir of Object.values(dirs)) rmSync(dir, { recursive: true, force: true })
  }
  const figures = Object.entries(took).map(([name, [first, ...rest]]) => ({
    name,
    first,
    median: median(rest),
    best: Math.min(...rest),
  }))
  console.log('Process start to a window that can be used, milliseconds (goal: at most 1.5 times an empty window)')
  console.log('window         first   median     best')
  for (const { name, ...ms } of figures) {
    console.log([name.padEnd(12), ...[ms.first, ms.median, ms.best].map(value => String(value).padStart(7))].join('  '))
  }
  const [ours, empty] = figures
  const ratio = ours.median / empty.median
  console.log(`ratio of the medians ${ratio.toFixed(2)}${ratio <= goal ? '' : ', over the goal'}`)
}
