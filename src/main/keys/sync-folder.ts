import { open } from 'node:fs/promises'

/** Makes a rename in this folder outlast a power cut. */
export const syncFolder = async (folder: string): Promise<void> => {
  // Windows opens no folder for syncing; the file itself is synced before the rename.
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'EINVAL' && code !== 'ENOTSUP') throw error
  } finally {
    await handle.close()
  }
}
