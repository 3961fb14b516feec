// Where the engine of a data folder listens.
import { createHash } from 'node:crypto'
import { lstatSync, mkdirSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fault, ok, type Result } from '#core/fault.ts'

// sun_path holds 108 bytes on Linux and 104 on macOS, its end mark included.
const mostBytes = 100

/** In the data folder where the path is short enough, else in a folder of this user's under the system's temporary one. */
export function socketPathOf(dir: string): string {
  const folder = resolve(dir)
  if (process.platform === 'win32')
    return `\\\\.\\pipe\\racklight-${hashOf(`${userInfo().username}|${folder.toLowerCase()}`)}`
  const near = join(folder, 'engine.sock')
  return Buffer.byteLength(near) <= mostBytes ? near : join(tmpdir(), `racklight-${hashOf(folder)}`, 'engine.sock')
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16)

const isFarPath = (path: string): boolean =>
  dirname(dirname(path)) === tmpdir() && /racklight-[0-9a-f]{16}$/.test(dirname(path))

/**
 * Makes the folder of a socket that lies under the temporary folder, or refuses one that somebody else made:
 * whoever owns the folder could put a socket of his own there.
 */
export function readySocketFolder(path: string): Result<void> {
  if (process.platform === 'win32' || !isFarPath(path)) return ok(undefined)
  const folder = dirname(path)
  try {
    mkdirSync(folder, { mode: 0o700 })
    return ok(undefined)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    return code === 'EEXIST' ? mustBeOurs(folder) : fault('denied', folder, `it could not be made: ${code}`, shorter)
  }
}

/** Refuses a socket folder under the temporary one that belongs to somebody else. */
export function mayConnect(path: string): Result<void> {
  return process.platform === 'win32' || !isFarPath(path) ? ok(undefined) : mustBeOurs(dirname(path))
}

function mustBeOurs(folder: string): Result<void> {
  const found = lstatSync(folder, { throwIfNoEntry: false })
  if (!found) return fault('gone', folder, 'no engine listens here', 'Start Racklight on this data folder.')
  if (found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o077) === 0) return ok(undefined)
  return fault('denied', folder, 'this folder is not yours alone, so its socket is not to be trusted', shorter)
}

const shorter = 'Remove the folder, or choose a data folder with a shorter path.'
