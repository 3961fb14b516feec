// The desktop's own keychain as a lock for the vault, where there is a real one.
import { safeStorage } from 'electron'
import { fault, ok, type Result } from '#core/fault.ts'

export interface Keychain {
  wrap(master: Uint8Array): Promise<Result<Uint8Array>>
  unwrap(wrapped: Uint8Array): Promise<Result<Uint8Array>>
}

const closed = (error: unknown): Result<never> =>
  fault('denied', 'keychain', String(error), 'Unlock the keychain of this desktop and start Racklight again.')

// Without a keychain Chromium scrambles with a password known to everybody; that is no lock.
const isReal = async (): Promise<boolean> => {
  if (process.platform === 'linux') {
    const backend = safeStorage.getSelectedStorageBackend()
    if (backend === 'basic_text' || backend === 'unknown') return false
  }
  return safeStorage.isAsyncEncryptionAvailable()
}

/** Null where the desktop has no keychain. The app must be ready. */
export const openKeychain = async (): Promise<Keychain | null> => {
  if (!(await isReal())) return null
  return {
    wrap: async master => {
      try {
        return ok(await safeStorage.encryptStringAsync(Buffer.from(master).toString('base64')))
      } catch (error) {
        return closed(error)
      }
    },
    unwrap: async wrapped => {
      try {
        const { result } = await safeStorage.decryptStringAsync(Buffer.from(wrapped))
        return ok(Buffer.from(result, 'base64'))
      } catch (error) {
        return closed(error)
      }
    },
  }
}
