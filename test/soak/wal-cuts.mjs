// The log of a killed engine, cut at every so many bytes: each cut must open, and fold to a prefix of the whole.
import {
  copyFileSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  closeSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const root = join(import.meta.dirname, '..', '..')

/** The app's own way to open a data folder for reading. */
async function loadStore() {
  const { build } = await import('esbuild')
  const outfile = join(root, 'build', 'soak', 'store.mjs')
  await build({
    absWorkingDir: root,
    stdin: {
      contents: `export { openForReading } from './src/main/site/store.ts'
export { apply } from './src/core/apply.ts'
export { emptyState } from './src/core/state.ts'
export { systemClock } from './src/main/engine/system-clock.ts'`,
      resolveDir: root,
    },
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    external: ['better-sqlite3'],
    logLevel: 'error',
  })
  return import(pathToFileURL(outfile).href)
}

/** Takes the files as a killed engine left them, before anybody opens them again. */
export function snapshot(dir, into) {
  mkdirSync(into, { recursive: true })
  for (const name of ['racklight.db', 'racklight.db-wal']) {
    if (!existsSync(join(dir, name))) return undefined
    copyFileSync(join(dir, name), join(into, name))
  }
  return readFileSync(join(into, 'racklight.db-wal')).length
}

export async function cutEverywhere(dir, every) {
  const { openForReading, apply, emptyState, systemClock } = await loadStore()
  const open = async () => {
    const opened = await openForReading(dir, systemClock)
    if (!opened.ok) throw new Error(`${opened.fault.where}: ${opened.fault.detail}`)
    return opened.value
  }
  const wal = join(dir, 'racklight.db-wal')
  const index = join(dir, 'racklight.db-shm')
  const content = readFileSync(wal)

  const whole = await open()
  const rows = whole.journal ? await whole.journal.read(1) : { ok: true, value: [] }
  whole.close()
  if (!rows.ok) throw new Error(rows.fault.detail)
  const folds = [JSON.stringify(emptyState)]
  rows.value.reduce((state, { event }) => {
    const next = apply(state, event)
    folds.push(JSON.stringify(next))
    return next
  }, emptyState)

  const failures = []
  const heads = new Set()
  let cuts = 0
  writeFileSync(wal, content)
  const file = openSync(wal, 'r+')
  for (let bytes = content.length - 1; bytes >= 0; bytes -= every) {
    cuts++
    ftruncateSync(file, bytes)
    rmSync(index, { force: true })
    try {
      const { state, close } = await open()
      close()
      heads.add(state.head)
      if (JSON.stringify(state) !== folds[state.head])
        failures.push(`cut at ${bytes}: not the prefix of ${state.head} rows`)
    } catch (error) {
      failures.push(`cut at ${bytes}: ${error.message}`)
    }
  }
  closeSync(file)
  return { cuts, walBytes: content.length, rows: rows.value.length, prefixes: heads.size, failures }
}
