// Asks a program of the operating system and waits for its answer; nothing a stick says becomes part of a command.
import { execFile } from 'node:child_process'
import { fault, ok, type Result } from '#core/fault.ts'

export type Run = (program: string, args: readonly string[]) => Promise<Result<string>>

const mostBytes = 16 << 20
const patienceMs = 20_000

export const run: Run = (program, args) =>
  new Promise(resolve => {
    execFile(
      program,
      args,
      { maxBuffer: mostBytes, timeout: patienceMs, windowsHide: true },
      (error, stdout, stderr) => {
        if (!error) return resolve(ok(stdout))
        const said = stderr.trim().split('\n').at(-1) ?? ''
        const mend = 'See that this program of the operating system works in a terminal.'
        resolve(fault('io', program, said === '' ? `It failed (${error.code ?? error.message}).` : said, mend))
      },
    )
  })
