// What a file system's error means to the person who holds the stick.
import { fault, type Fault } from '#core/fault.ts'

/** Plain words for an error met while stamping; an error that no file system makes is thrown on as a bug. */
export const stampFault = (root: string, error: unknown): { ok: false; fault: Fault } => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined
  switch (code) {
    case undefined:
      throw error
    case 'ENOENT':
    case 'ENODEV':
    case 'ENXIO':
    case 'ESTALE':
      return fault(
        'gone',
        root,
        'The stick was removed, or another volume stands in its place.',
        'Insert the stick again and repeat.',
      )
    case 'EXDEV':
      return fault(
        'wrongDevice',
        root,
        'The folder "enlist" lies on another volume than the stick.',
        'Delete it from the stick and repeat.',
      )
    case 'ENOSPC':
    case 'EDQUOT':
      return fault('io', root, 'The stick is full.', 'Delete files from it, or take another stick.')
    case 'EROFS':
      return fault(
        'denied',
        root,
        'The stick is read-only.',
        'Move its write-protection switch, or take another stick.',
      )
    case 'EACCES':
    case 'EPERM':
      return fault(
        'denied',
        root,
        'Writing to this stick is not permitted.',
        'Remove its write protection, or mount it for this user.',
      )
    case 'ENOTDIR':
      return fault(
        'wrongDevice',
        root,
        'This is not the top folder of a volume, or a file named "enlist" is in the way.',
        'Choose the folder where the stick is mounted.',
      )
    default:
      return fault(
        'io',
        root,
        `Writing the key failed (${code}).`,
        'Take the stick out, insert it again and repeat; if it fails again, take another one.',
      )
  }
}
