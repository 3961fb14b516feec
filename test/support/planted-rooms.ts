// A throwaway tree with the real configs and files of our choosing, so that rules can be seen to refuse.
import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { z } from 'zod'

const root = join(import.meta.dirname, '..', '..')
const rooms = ['core', 'ipc', 'sim', 'main', 'renderer']

const LintReport = z.object({
  diagnostics: z.array(
    z.object({ message: z.string(), code: z.string(), help: z.string().optional(), filename: z.string() }),
  ),
})

export type PlantedRooms = {
  /** What the compiler says about one file. */
  compile: (file: string) => Promise<string>
  /** What the linter says about one file. */
  lint: (file: string) => Promise<string>
  remove: () => void
}

function run(dir: string, tool: string, args: string[]): Promise<string> {
  return new Promise(resolve => {
    const script = join(root, 'node_modules', tool)
    execFile(process.execPath, [script, ...args], { cwd: dir, maxBuffer: 2 ** 26 }, (_, stdout) => resolve(stdout))
  })
}

function plant(files: Record<string, string>): string {
  const dir = mkdtempSync(join(tmpdir(), 'racklight-rooms-'))
  for (const name of ['package.json', 'tsconfig.base.json', '.oxlintrc.json']) cpSync(join(root, name), join(dir, name))
  for (const room of rooms) {
    cpSync(join(root, 'src', room, 'tsconfig.json'), join(dir, 'src', room, 'tsconfig.json'), { recursive: true })
  }
  symlinkSync(join(root, 'node_modules'), join(dir, 'node_modules'), 'junction')
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true })
    writeFileSync(join(dir, path), text)
  }
  return dir
}

/** Plants the files beside the real configs; compiler and linter each read them once. */
export function plantRooms(files: Record<string, string>): PlantedRooms {
  const dir = plant(files)
  let compiled: Promise<string> | undefined
  let linted: Promise<string> | undefined
  const compileAll = (): Promise<string> =>
    run(dir, 'typescript/bin/tsc', ['-b', '--pretty', 'false', ...rooms.map(room => `src/${room}`)])
  const lintAll = (): Promise<string> => run(dir, 'oxlint/bin/oxlint', ['--type-aware', '-f', 'json', 'src', 'test'])
  return {
    compile: async file => {
      const lines = (await (compiled ??= compileAll())).split('\n')
      return lines.filter(line => line.startsWith(file)).join('\n')
    },
    lint: async file => {
      const { diagnostics } = LintReport.parse(JSON.parse(await (linted ??= lintAll())))
      const about = diagnostics.filter(({ filename }) => filename === file)
      return about.map(({ message, code, help }) => `${code}: ${message} ${help ?? ''}`).join('\n')
    },
    remove: () => rmSync(dir, { recursive: true, force: true }),
  }
}
