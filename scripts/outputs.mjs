// Puts bundles into place so that a process reading them meanwhile sees the old or the new, never a half.
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const keepMs = 24 * 3600_000

function replace(file, contents) {
  mkdirSync(dirname(file), { recursive: true })
  const fresh = `${file}.${process.pid}.new`
  writeFileSync(fresh, contents)
  renameSync(fresh, file)
}

/** Writes esbuild's outputs; the entry comes last, after the chunks it points to. */
export function writeOutputs(outputFiles, entry) {
  for (const file of outputFiles) if (file.path !== entry) replace(file.path, file.contents)
  for (const file of outputFiles) if (file.path === entry) replace(file.path, file.contents)
}

/** Removes chunks of earlier builds once no long-lived process can want to load them any more. */
export function pruneChunks(folder, pattern, outputFiles) {
  const current = new Set(outputFiles.map(file => file.path))
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    if (!pattern.test(name) || current.has(path)) continue
    if (Date.now() - statSync(path).mtimeMs > keepMs) rmSync(path)
  }
}
