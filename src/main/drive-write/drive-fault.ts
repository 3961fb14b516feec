// What an error of a drive means to the person who holds it.
import { sizeWords } from '#core/drive.ts'
import { fault, type Fault } from '#core/fault.ts'

export interface Circumstances {
  /** The drive in words, as the person chose it. */
  readonly where: string
  /** The same drive is still plugged in. */
  readonly there: boolean
  /** Who holds it, where that is known. */
  readonly users: readonly string[]
  readonly imageBytes: number
}

const removed = (where: string): { ok: false; fault: Fault } =>
  fault('gone', where, 'The drive was removed while it was in use. It is no key.', 'Insert it again and write it anew.')

/** Plain words for an error's code; an error without one is thrown on as a bug. */
export const driveFault = (error: unknown, circumstances: Circumstances): { ok: false; fault: Fault } => {
  const { where, there, users, imageBytes } = circumstances
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined
  switch (code) {
    case undefined:
      throw error
    case 'ECANCELED':
      return fault(
        'cancelled',
        where,
        'It was cancelled, and the key is not on it.',
        'Write it anew when it is wanted.',
      )
    case 'ENODEV':
    case 'ENXIO':
    case 'ENOENT':
    case 'ENOMEDIUM':
      return removed(where)
    case 'EVERIFY':
      return fault(
        'io',
        where,
        'What was read back differs from what was written: the drive is faulty. It is no key.',
        'Throw it away and take another one.',
      )
    case 'EIO':
    case 'EREMOTEIO':
    case 'EILSEQ':
    case 'ETIMEDOUT':
      if (!there) return removed(where)
      return fault(
        'io',
        where,
        'The drive answered with an error: it, its socket or the hub is faulty. It is no key.',
        'Try another socket; if it fails again, throw it away.',
      )
    case 'EBUSY':
      return fault(
        'busy',
        where,
        `It is in use by ${users.length > 0 ? users.join(', ') : 'another program'}.`,
        'Close that, and write the drive anew.',
      )
    case 'EACCES':
    case 'EPERM':
      return fault(
        'denied',
        where,
        'This user may not write to drives directly.',
        'Agree when the system asks for a password, or use "key stamp", which needs no rights.',
      )
    case 'EROFS':
      return fault('denied', where, 'The drive is read-only.', 'Move its write-protection switch, or take another one.')
    case 'ENOSPC':
    case 'EFBIG':
      return fault(
        'io',
        where,
        `It is too small, whatever it says: ${sizeWords(imageBytes)} do not fit.`,
        'It may be a counterfeit. Take another one.',
      )
    case 'ELOOP':
    case 'ENOTBLK':
      return fault('wrongDevice', where, 'This is no drive but a link or a file.', 'Choose a drive from the list.')
    case 'EINVAL':
      return fault(
        'notSupported',
        where,
        'The drive cannot be written past the memory of this computer, so it could not be checked.',
        'Use "key stamp" on this drive, or another one.',
      )
    case 'EORDER':
      return fault('malformed', where, `The image is not whole (${(error as Error).message}).`, 'Write it anew.')
    default:
      return fault('io', where, `Writing failed (${code}). The drive is no key.`, 'Insert it again and write it anew.')
  }
}
