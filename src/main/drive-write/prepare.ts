// Erases a drive and makes one FAT volume on it, ready for "key stamp": by programs of the system, which need no rights of ours.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { driveWords, type Drive } from '#core/drive.ts'
import { fault, ok, type Fault, type Result } from '#core/fault.ts'
import { prepareCommand as onDarwin } from './darwin.ts'
import type { Targets } from './target.ts'
import { isNoUdisks, prepareCommands as onLinux } from './udisks.ts'
import { prepareCommand as onWin32 } from './win32.ts'

/** A program and its arguments; nothing passes through a shell. */
export type Command = readonly [program: string, args: readonly string[]]

const commandsOn: Readonly<Partial<Record<NodeJS.Platform, (path: string, label: string) => readonly Command[]>>> = {
  linux: onLinux,
  darwin: (path, label) => [onDarwin(path, label)],
  win32: (path, label) => [onWin32(path, label)],
}

const patienceMs = 120_000

const failed = (where: string, error: unknown): { ok: false; fault: Fault } => {
  const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : ''
  const last = said.split('\n').at(-1) ?? ''
  if (isNoUdisks(error))
    return fault(
      'notSupported',
      where,
      'udisks2, which does this for a person at the desk, is not running here.',
      'Install and start it, use "key write" as an administrator, or format the stick with another program.',
    )
  if (/not authori[sz]ed|access is denied|privilege/i.test(said))
    return fault(
      'denied',
      where,
      'The system does not let this user format drives from here.',
      'Do it in a session at the desk: over ssh the system asks for an administrator.',
    )
  if (/busy|in use/i.test(said))
    return fault('busy', where, `It is in use (${last}).`, 'Close what uses it, and repeat.')
  return fault('io', where, `It could not be prepared (${last || String(error)}).`, 'Insert it again and repeat.')
}

/** The caller has judged the drive, and a person has agreed to erase it. */
export const prepareDrive = async (
  drive: Drive,
  label: string,
  targets: Pick<Targets, 'unmount'>,
  platform: NodeJS.Platform = process.platform,
): Promise<Result<null>> => {
  const where = driveWords(drive)
  const commands = commandsOn[platform]?.(drive.path, label)
  if (!commands) return fault('notSupported', where, 'Drives are not prepared on this operating system.')
  try {
    await targets.unmount(drive)
    for (const [program, args] of commands)
      await promisify(execFile)(program, args, { timeout: patienceMs, windowsHide: true })
    return ok(null)
  } catch (error) {
    return failed(where, error)
  }
}
