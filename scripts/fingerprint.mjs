// Says whether files changed, from their names, sizes and times alone: reading them would cost more than it tells.
import { createHash } from 'node:crypto'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

function* filesUnder(path) {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat) return
  if (!stat.isDirectory()) {
    yield `${path} ${stat.size} ${stat.mtimeMs}`
    return
  }
  for (const name of readdirSync(path).sort()) yield* filesUnder(join(path, name))
}

/** One digest for everything at and under these paths. */
export function fingerprint(paths) {
  const hash = createHash('sha256')
  for (const path of paths) for (const line of filesUnder(path)) hash.update(`${line}\n`)
  return hash.digest('hex')
}
