// One at a time among processes of this checkout: two verbs started together must not both install or build.
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

const folder = join(import.meta.dirname, '..', 'build')
const bornMs = 2000

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function isStale(lock) {
  try {
    return !isAlive(Number(readFileSync(join(lock, 'pid'), 'utf8')))
  } catch {
    // No pid yet: its owner has just made the folder, or died between the two steps.
    try {
      return Date.now() - statSync(lock).mtimeMs > bornMs
    } catch {
      return false
    }
  }
}

function take(lock) {
  try {
    mkdirSync(lock)
    writeFileSync(join(lock, 'pid'), String(process.pid))
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

/** Runs `work` while no other process of this checkout runs work of the same name. */
export async function alone(name, work) {
  mkdirSync(folder, { recursive: true })
  const lock = join(folder, `${name}.lock`)
  while (!take(lock)) {
    if (isStale(lock)) rmSync(lock, { recursive: true, force: true })
    else await wait(50)
  }
  try {
    return await work()
  } finally {
    rmSync(lock, { recursive: true, force: true })
  }
}
