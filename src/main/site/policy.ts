// The site's policy: a file of the machine, which an administrator owns, and one of the data folder. Limits of both hold.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fault, ok, type Result } from '#core/fault.ts'
import { Policy, strictest } from '#core/policy.ts'
import type { Clock } from '#core/ports.ts'
import type { Report } from '#core/report.ts'
import type { Site } from './site.ts'

/** The same for everybody on this machine; no variable names another, or whoever sets it could loosen it. */
const machineFile = (): string => {
  if (process.platform === 'win32') return join('C:\\', 'ProgramData', 'Racklight', 'policy.json')
  if (process.platform === 'darwin') return '/Library/Application Support/Racklight/policy.json'
  return '/etc/racklight/policy.json'
}

export const policyFiles = (dir: string): string[] => [machineFile(), join(dir, 'policy.json')]

const mend = 'Mend the file; the handbook for administrators says what may stand in it.'

/** Null where there is no such file. One that is there and cannot be read or understood is a fault, never no policy. */
const readOne = async (file: string): Promise<Result<Policy | null>> => {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    return code === 'ENOENT' || code === 'ENOTDIR'
      ? ok(null)
      : fault('denied', file, `it cannot be read (${code})`, mend)
  }
  try {
    const parsed = Policy.safeParse(JSON.parse(text.replace(/^\uFEFF/, '')))
    if (parsed.success) return ok(parsed.data)
    const [issue] = parsed.error.issues
    return fault('malformed', file, [issue?.path.join('.'), issue?.message].filter(Boolean).join(': '), mend)
  } catch {
    return fault('malformed', file, 'it is not JSON', mend)
  }
}

export const readPolicy = async (
  files: readonly string[],
): Promise<Result<{ readonly limits: Policy; readonly files: readonly string[] }>> => {
  const found: { file: string; policy: Policy }[] = []
  for (const file of files) {
    const read = await readOne(file)
    if (!read.ok) return read
    if (read.value) found.push({ file, policy: read.value })
  }
  return ok({ limits: strictest(found.map(one => one.policy)), files: found.map(one => one.file) })
}

export const policyReport = async (dir: string, clock: Clock): Promise<Report> => {
  const read = await clock.io(readPolicy(policyFiles(dir)))
  return read.ok ? { kind: 'policyRead', ...read.value } : { kind: 'policyLost', fault: read.fault }
}

/** Before whatever may switch: the file may have changed since. */
export const readPolicyNow = async (site: Site): Promise<void> => {
  await site.engine.submit(await policyReport(site.dir, site.clock))
}
