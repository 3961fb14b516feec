// A block device of Linux with its partitions and all that is built upon them, as sysfs shows it.
import { readdir, readFile, realpath } from 'node:fs/promises'
import { basename, join } from 'node:path'

export interface LinuxRoots {
  readonly sys: string
  readonly proc: string
  readonly dev: string
}

export interface Block {
  readonly name: string
  /** Its folder in sysfs, links followed. */
  readonly folder: string
  readonly devno: string
  readonly holder: boolean
}

/** Deeper than any stack of RAID, LUKS and LVM; a circle ends here. */
const mostDepth = 10

/** The text of an attribute; empty where the kernel has none. */
export const attribute = async (folder: string, name: string): Promise<string> =>
  (await readFile(join(folder, name), 'utf8').catch(() => '')).trim()

export const names = (folder: string): Promise<string[]> => readdir(folder).catch(() => [])

/** Loop devices by the path of the file or device behind them. */
const loopsOf = async (sys: string): Promise<Map<string, string>> => {
  const loops = (await names(join(sys, 'block'))).filter(name => /^loop\d+$/.test(name))
  const backed = await Promise.all(
    loops.map(async name => [await attribute(join(sys, 'block', name), 'loop/backing_file'), name] as const),
  )
  return new Map(backed.filter(([file]) => file !== ''))
}

/** The device itself, its partitions, and what holds any of them, each once. */
export const blockTree = async (roots: LinuxRoots, name: string): Promise<Block[]> => {
  const loops = await loopsOf(roots.sys)
  const found = new Map<string, Block>()
  const visit = async (folder: string, holder: boolean, depth: number): Promise<void> => {
    const block = { name: basename(folder), folder, devno: await attribute(folder, 'dev'), holder }
    if (found.has(block.name) || depth > mostDepth) return
    found.set(block.name, block)
    for (const part of await names(folder))
      if ((await attribute(join(folder, part), 'partition')) !== '') await visit(join(folder, part), holder, depth + 1)
    const holders = await names(join(folder, 'holders'))
    const loop = loops.get(join(roots.dev, block.name))
    for (const above of loop === undefined ? holders : [...holders, loop])
      await visit(await realpath(join(roots.sys, 'class', 'block', above)), true, depth + 1)
  }
  await visit(await realpath(join(roots.sys, 'block', name)), false, 0)
  return [...found.values()]
}
