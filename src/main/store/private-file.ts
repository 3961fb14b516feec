// Files that hold a secret, and the passphrase in one of them.
import { readFile, stat } from 'node:fs/promises'
import { fault, ok, type Result } from '#core/fault.ts'
import { fileFault } from './replace-file.ts'

/** A file with a secret must be for its owner alone; Windows keeps that in the folder's own rights. */
export async function mustBePrivate(path: string): Promise<Result<void>> {
  if (process.platform === 'win32') return ok(undefined)
  try {
    const { mode } = await stat(path)
    if ((mode & 0o077) === 0) return ok(undefined)
    const rights = (mode & 0o777).toString(8).padStart(4, '0')
    return fault('denied', path, `others may use this file (its rights are ${rights})`, `Run: chmod 600 '${path}'`)
  } catch (error) {
    return fileFault(error, path)
  }
}

/** Reads a passphrase from a private file; one line end at its end is not part of it. */
export async function readPassphrase(path: string): Promise<Result<string>> {
  const guarded = await mustBePrivate(path)
  if (!guarded.ok) return guarded
  try {
    const passphrase = (await readFile(path, 'utf8')).replace(/\r?\n$/, '')
    return passphrase === '' ? emptyPassphrase() : ok(passphrase)
  } catch (error) {
    return fileFault(error, path)
  }
}

export const emptyPassphrase = (): Result<never> =>
  fault('denied', 'vault', 'the passphrase is empty', 'Write one into the file.')
