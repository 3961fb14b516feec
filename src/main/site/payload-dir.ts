// Where the boot payload lies: beside the program, in a checkout as in a package.
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

const rootOf = (folder: string): string =>
  existsSync(join(folder, 'package.json')) || dirname(folder) === folder ? folder : rootOf(dirname(folder))

export const payloadDir = (): string => join(rootOf(import.meta.dirname), 'payload')
