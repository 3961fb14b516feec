// Secrets come from a file, from standard input or from the environment; an option is for trying out.
import { Stop, usage } from './frame.ts'
import { textFrom } from './text-from.ts'

/** The first line of a file; `-` is standard input. */
const secretIn = async (path: string): Promise<string> => {
  try {
    return (await textFrom(path)).split(/\r?\n/)[0] ?? ''
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new Stop({
      kind: 'fault',
      fault: { kind: 'gone', where: path, detail: `The secret cannot be read (${code}).`, mend: 'Name another file.' },
    })
  }
}

/** The secret from the option, the file, or the variable, whichever is given; never from two places. */
export const secretFrom = async (
  name: string,
  option: string | undefined,
  file: string | undefined,
  variable: string,
): Promise<string | undefined> => {
  if (option !== undefined && file !== undefined) throw usage(`give --${name} or --${name}-file, not both`)
  if (option !== undefined) return option
  if (file !== undefined) return secretIn(file)
  return process.env[variable] || undefined
}
