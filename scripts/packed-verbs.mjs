// The packed app as a command line: no screen, its two streams, its exit status; and a practice run from end to end.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { appEnv, sandboxArgs } from './electron.mjs'

const patienceMs = 300_000

/** Neither X nor Wayland, and a home where nothing of ours lies. */
function blindEnv(home) {
  const { DISPLAY: _x, WAYLAND_DISPLAY: _wayland, XDG_CONFIG_HOME: _config, RACKLIGHT_DATA: _data, ...env } = appEnv()
  return { ...env, HOME: home, APPDATA: home, RACKLIGHT_DEBUG: '1' }
}

function start(executable, env, args, input = '') {
  const child = spawn(executable, [...sandboxArgs(), ...args], { env, stdio: ['pipe', 'pipe', 'pipe'] })
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', chunk => (stdout += chunk))
  child.stderr.on('data', chunk => (stderr += chunk))
  const patience = setTimeout(() => child.kill('SIGKILL'), patienceMs)
  const ended = once(child, 'close').then(([status]) => {
    clearTimeout(patience)
    return { status, stdout, stderr }
  })
  return { child, ended }
}

/** One call that must end with this status and print these many JSON documents, one a line, and nothing else. */
async function expect(running, args, status, documents) {
  const ran = await running.ended
  const said = `racklight ${args.join(' ')}`
  if (ran.status !== status)
    throw new Error(`${said} ended with ${ran.status} instead of ${status}: ${ran.stdout}${ran.stderr}`)
  const lines = ran.stdout.split('\n').filter(line => line !== '')
  const parsed = documents === null ? [] : lines.map(line => JSON.parse(line))
  if (documents === 1 && parsed.length !== 1) throw new Error(`${said} printed ${parsed.length} documents`)
  console.log(`${said}: status ${ran.status}`)
  return { parsed, stdout: ran.stdout }
}

function require(holds, what) {
  if (!holds) throw new Error(`the packed command line: ${what}`)
}

/** Runs verbs of every kind: help, wrong usage, a refusal, standard input, a signal, and a run with its journal. */
export async function callVerbs(executable, output) {
  const home = join(output, 'home')
  mkdirSync(home)
  const env = blindEnv(home)
  const call = (args, status, documents, input) => expect(start(executable, env, args, input), args, status, documents)

  const help = await call(['--help'], 0, null)
  require(help.stdout.startsWith('racklight VERB'), '--help does not show the verbs')
  await call(['nonsense', '--json'], 2, 1)
  const judged = await call(['key', 'verify', '-', '--json'], 1, 1, '{}')
  require(judged.parsed[0].valid === false, 'an empty proof from standard input is valid')
  const doctor = await call(['doctor', '--json'], 1, 1)
  const folder = doctor.parsed[0].checks.find(check => check.name === 'data folder').message
  require(folder.startsWith(home), `the data folder is ${folder}, not the user’s own`)

  const data = ['--data', join(output, 'practice')]
  const practice = ['practice', '--outlets', '1', '--pace', '300', '--technician', '--reveal', '--json', ...data]
  const rack = start(executable, env, practice)
  try {
    const [line] = await Promise.race([
      once(createInterface({ input: rack.child.stdout }), 'line'),
      rack.ended.then(({ stderr }) => Promise.reject(new Error(`practice ended: ${stderr}`))),
    ])
    const { pdus, wiring } = JSON.parse(line)
    const wish = ['--mode', 'guided', '--pdu', `${pdus[0].name}:1`, ...data]
    const plan = await call(['run', 'plan', ...wish, '--json'], 0, 1)
    require(plan.parsed[0].steps.length > 0, 'the dry run has no steps')
    await call(['run', 'start', ...wish, '--yes', '--json'], 3, 1)
    const run = await call(['run', 'start', ...wish, '--present', '--yes', '--json'], 0, 'stream')
    const { ended, map } = run.parsed.at(-1)
    const found = map.map(row => `${row.outlet} ${row.machine.uuid} ${row.grade}`).toSorted()
    const hidden = wiring.map(row => `${row.outlet} ${row.machine.uuid} proved`).toSorted()
    require(ended === 'finished' && found.join() === hidden.join(), `the map is ${found.join()}, not ${hidden.join()}`)
    const journal = await call(['journal', 'verify', ...data, '--json'], 0, 1)
    require(journal.parsed[0].whole && journal.parsed[0].rows > 0, 'the journal is not whole')

    rack.child.kill('SIGINT')
    await expect(rack, practice, 0, 1)
  } finally {
    rack.child.kill('SIGKILL')
  }
}
