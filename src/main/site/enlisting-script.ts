// The script that machines run as they enlist: one text for each policy, the same bytes for every cart.
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { programDir } from './payload-dir.ts'

/** strict: a machine that proved nothing fails in MAAS; watch: it passes. */
export const scriptPolicies = ['strict', 'watch'] as const
export type ScriptPolicy = (typeof scriptPolicies)[number]

export const scriptName = '01-racklight'
const policyLine = /^policy=\w+$/m

export const enlistingScript = async (policy: ScriptPolicy): Promise<string> =>
  (await readFile(join(programDir(), 'assets', scriptName), 'utf8')).replace(policyLine, `policy=${policy}`)

export const scriptHash = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')

/** The hashes of the texts that this program installs. */
export const knownScripts = async (): Promise<readonly string[]> =>
  (await Promise.all(scriptPolicies.map(enlistingScript))).map(scriptHash)
