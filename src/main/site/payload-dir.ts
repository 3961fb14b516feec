// What lies beside the program, in a checkout as in a package.
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

const rootOf = (folder: string): string =>
  existsSync(join(folder, 'package.json')) || dirname(folder) === folder ? folder : rootOf(dirname(folder))

/** The folder of package.json. */
export const programDir = (): string => rootOf(import.meta.dirname)

/** Where the boot payload lies, if there is one. */
export const payloadDir = (): string => join(programDir(), 'payload')
