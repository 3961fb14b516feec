import type { Bootable } from '../keys/image-read.ts'

/** What starts from a key, as an answer to "boots". */
export const bootWords = ({ uefi, bios, secureBoot }: Bootable): string => {
  if (uefi === null && bios === null) return 'not known from this file alone'
  const ways = [
    ...(uefi ? [secureBoot ? 'UEFI, with a signed loader' : 'UEFI without Secure Boot'] : []),
    ...(bios ? ['BIOS'] : []),
  ]
  const rest = bios === null ? '; whether on BIOS, only the drive can tell' : ''
  return `${ways.length === 0 ? 'no' : ways.join(' and ')}${rest}`
}
