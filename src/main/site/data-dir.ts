// Where the app keeps a site when nobody names a folder; window and command line must agree.
import { homedir } from 'node:os'
import { join } from 'node:path'

const baseDir = (): string => {
  const { env, platform } = process
  if (platform === 'win32') return env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming')
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support')
  return env['XDG_CONFIG_HOME'] || join(homedir(), '.config')
}

/** `RACKLIGHT_DATA` names another one. */
export const defaultDataDir = (): string => process.env['RACKLIGHT_DATA'] || join(baseDir(), 'racklight')
