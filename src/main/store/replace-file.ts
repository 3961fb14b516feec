// A small file that is always whole: the old one or the new one, never half of either, whatever cuts the power.
import { open, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fault, ok, type Result } from '#core/fault.ts'

/** Replaces the file at `path`, readable by this user alone. The caller is the only writer at the time. */
export async function replaceFile(path: string, content: string): Promise<Result<void>> {
  const next = `${path}.new`
  try {
    const file = await open(next, 'w', 0o600)
    try {
      await file.chmod(0o600)
      await file.writeFile(content)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(next, path)
    await syncFolder(dirname(path))
    return ok(undefined)
  } catch (error) {
    return fileFault(error, path)
  }
}

/** The text of a file, or undefined where there is none. */
export async function readIfThere(path: string): Promise<Result<string | undefined>> {
  try {
    return ok(await readFile(path, 'utf8'))
  } catch (error) {
    return codeOf(error) === 'ENOENT' ? ok(undefined) : fileFault(error, path)
  }
}

/** What the file system said, in plain words. */
export function fileFault(error: unknown, path: string): Result<never> {
  const code = codeOf(error)
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return fault('io', path, 'the disk is full; the old file is untouched', 'Free some space, then try again.')
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return fault('denied', path, 'your user may not use this file', 'Give your user access to the data folder.')
    case 'ENOENT':
      return fault('gone', path, 'its folder does not exist', 'Make the data folder, or name another with --data.')
    case undefined:
      throw error
    default:
      return fault('io', path, `the file system refused: ${code}`, 'Check the disk that holds the data folder.')
  }
}

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined

// The rename lives in the folder, so the folder is synced too. Windows has no such call and needs none.
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
