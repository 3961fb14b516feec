// How one platform opens a drive for writing. Each file beside this one knows one of them.
import type { Drive } from '#core/drive.ts'
import type { RawDevice } from './device.ts'

export interface Targets {
  /** Takes away what the desktop shows of it; nothing else is ever unmounted. */
  unmount(drive: Drive): Promise<void>
  /** Opens it for this process alone, past all caches; throws the system's error. Never by another way when that fails. */
  open(drive: Drive): Promise<Opened>
  /** Who holds it, for the words of a refusal. */
  users(drive: Drive): Promise<readonly string[]>
}

export interface Opened {
  readonly device: RawDevice
  /** The device number of what was opened, read from the descriptor itself; null where the system has none. */
  readonly devno: string | null
}
