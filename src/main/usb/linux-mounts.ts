// Mounts and swaps of a Linux computer, and which device each of them lies on.
import { readFile, realpath } from 'node:fs/promises'
import { join } from 'node:path'

export interface Mount {
  readonly devno: string
  readonly point: string
  /** As it was mounted, with links followed: `/dev/dm-0` for `/dev/mapper/root`. */
  readonly source: string
}

/** /proc writes blank, tab, newline and backslash as three octal digits. */
const unescape = (text: string): string =>
  text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)))

const followed = (path: string): Promise<string> =>
  path.startsWith('/') ? realpath(path).catch(() => path) : Promise.resolve(path)

/** `/proc/self/mountinfo`, see proc(5): some optional fields stand before the dash. */
export const readMounts = async (proc: string): Promise<Mount[]> => {
  const lines = (await readFile(join(proc, 'self', 'mountinfo'), 'utf8')).split('\n')
  const parsed = lines.flatMap(line => {
    const [left = '', right = ''] = line.split(' - ')
    const [, , devno, , point] = left.split(' ')
    const [, source = ''] = right.split(' ')
    return devno === undefined || point === undefined
      ? []
      : [{ devno, point: unescape(point), source: unescape(source) }]
  })
  return Promise.all(parsed.map(async mount => ({ ...mount, source: await followed(mount.source) })))
}

/** Devices and files in `/proc/swaps`; a kernel without swap has no such file. */
export const readSwaps = async (proc: string): Promise<string[]> => {
  const text = await readFile(join(proc, 'swaps'), 'utf8').catch(() => '')
  const names = text
    .split('\n')
    .slice(1)
    .flatMap(line => line.split(/\s+/)[0] || [])
  return Promise.all(names.map(name => followed(unescape(name))))
}

/** The mount on which a path lies: the one with the longest point before it, and of those the last. */
export const mountOf = (mounts: readonly Mount[], path: string): Mount | null => {
  const above = mounts.filter(({ point }) => point === '/' || path === point || path.startsWith(`${point}/`))
  return above.reduce<Mount | null>((best, one) => (best && best.point.length > one.point.length ? best : one), null)
}
