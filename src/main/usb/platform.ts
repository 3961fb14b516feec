// What every platform's file answers; which of them is asked depends on the computer alone.
import type { Drive } from '#core/drive.ts'
import type { Result } from '#core/fault.ts'

export interface Seen {
  /** Every USB drive, and with it what must not be written; other disks are left out. */
  readonly drives: readonly Drive[]
  /** False where the system shows no USB bus at all. */
  readonly bus: boolean
}

export interface Platform {
  /** `own`: absolute paths of files that are in use by the app itself. */
  list(own: readonly string[]): Promise<Result<Seen>>
}

/** Names come from the stick's maker, or from whoever forged it: no control or direction characters. */
export const plainText = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}]/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 128)
