// How this computer opens drives.
import { darwinTargets } from './darwin.ts'
import { linuxTargets } from './linux.ts'
import type { Targets } from './target.ts'
import { win32Targets } from './win32.ts'

const targets: Readonly<Partial<Record<NodeJS.Platform, Targets>>> = {
  linux: linuxTargets,
  darwin: darwinTargets,
  win32: win32Targets,
}

/** Null on another operating system. */
export const targetsHere = (): Targets | null => targets[process.platform] ?? null
