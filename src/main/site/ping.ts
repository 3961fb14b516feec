// One ping by the system's own program, which may send what an ordinary user may not.
import { execFile } from 'node:child_process'

/** True when the address answers within a second. */
export const ping = (address: string): Promise<boolean> => {
  const args = process.platform === 'win32' ? ['-n', '1', '-w', '1000', address] : ['-c', '1', ...waits, address]
  // Addresses come from the settings: never let an entry be read as an option.
  if (address.startsWith('-')) return Promise.resolve(false)
  return new Promise(resolve => execFile('ping', args, { timeout: 3_000 }, error => resolve(error === null)))
}

/** macOS counts milliseconds where Linux counts seconds. */
const waits = process.platform === 'darwin' ? ['-W', '1000'] : ['-W', '1']
