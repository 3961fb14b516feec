// Drives as rows of JSON and of text.
import { againstWriting, driveId, driveWords, notesOn, sizeWords, type Drive, type DriveListing } from '#core/drive.ts'
import { fault } from '#core/fault.ts'
import { need } from './frame.ts'
import { table } from './words.ts'

export const driveRow = (drive: Drive, all: readonly Drive[]) => {
  const reasons = againstWriting(drive).map(reason => reason.say)
  const { path, model, serial, port, sizeBytes } = drive
  const notes = notesOn(drive, all)
  return { id: driveId(drive), path, model, serial, port, sizeBytes, writable: reasons.length === 0, reasons, notes }
}

export const driveRows = ({ drives, empty }: DriveListing) => ({
  drives: drives.map(drive => driveRow(drive, drives)),
  ...(empty === null ? {} : { empty }),
})

export const driveLines = ({ drives, empty }: ReturnType<typeof driveRows>): string => {
  if (empty !== undefined) return empty
  const lines = drives.map(({ id, path, model, sizeBytes, writable }) => [
    id,
    sizeWords(sizeBytes),
    path,
    model,
    writable ? 'may be written' : 'is never written:',
  ])
  const shown = table(lines).split('\n')
  return drives
    .flatMap(({ reasons, notes }, at) => [shown[at] ?? '', ...[...reasons, ...notes].map(text => `    ${text}`)])
    .join('\n')
}

/** What a person agrees to erase, in one paragraph. */
export const eraseWords = (drive: Drive, all: readonly Drive[]): string =>
  [`${driveWords(drive)}, serial ${drive.serial || 'none'}, now ${drive.path}.`, ...notesOn(drive, all)].join(' ')

export const driveNamed = ({ drives }: DriveListing, id: string): Drive =>
  drives.find(drive => driveId(drive) === id) ??
  need(
    fault(
      'gone',
      `drive ${id}`,
      'There is no such drive now.',
      'List the drives with "drives": an id holds port and serial.',
    ),
  )
