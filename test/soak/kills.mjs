// Runs on practice racks, killed outright at random moments and resumed: nothing bound is lost, nothing is invented, and
// nothing is switched that may not be.   kills.mjs [--kills N] [--outlets N] [--seed S] [--every BYTES] [--cut first|last]
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ask, openPractice, run, start, stateOf, switchOn } from './racks.mjs'
import { cutEverywhere, snapshot } from './wal-cuts.mjs'

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '25' },
    outlets: { type: 'string', default: '6' },
    seed: { type: 'string', default: '7' },
    every: { type: 'string', default: '97' },
    cut: { type: 'string', default: 'last' },
    longest: { type: 'string', default: '20000' },
  },
})
const [kills, outlets, seed, every, longestMs] = ['kills', 'outlets', 'seed', 'every', 'longest'].map(name =>
  Number(values[name]),
)

/** mulberry32: the same seed kills at the same moments. */
function chanceOf(start) {
  let a = start >>> 0
  return () => {
    a = (a + 0x6d2b79f5) >>> 0
    let t = a
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

const chance = chanceOf(seed)
const failures = []
const counts = { kills: 0, racks: 0, resumes: 0, finished: 0, bound: 0, phases: {} }
const fail = text => failures.push(`after kill ${counts.kills}: ${text}`)
const say = text => process.stderr.write(`${text}\n`)

const forbidden = { 1: 'off', 2: 'off', 3: 'on' }

async function openRack() {
  counts.racks++
  const rack = await openPractice(['--outlets', String(outlets), '--seed', String(seed + counts.racks)])
  const data = ['--json', '--data', rack.dir]
  await ask(['allocate', 'pdu-a', '1', '--to', 'ceph-1', ...data])
  await ask(['protect', 'pdu-a', '2', '--why', 'switch', ...data])
  await switchOn(rack.offer.pdus[0], 3)
  return { ...rack, data, known: new Map(), journal: [] }
}

const placeOf = ({ pdu, outlet }) => `${pdu}:${outlet}`

/** Everything that must hold at any time, as the journal, the map and the PDU itself tell it. */
async function check(rack, told) {
  const events = (await run(['journal', ...rack.data])).lines.map(line => JSON.parse(line))
  if (events.some((event, at) => event.seq !== at + 1)) fail('the journal has a gap')
  const before = rack.journal.map(event => JSON.stringify(event))
  if (before.some((line, at) => line !== JSON.stringify(events[at]))) fail('the journal has another past')
  rack.journal = events
  const verified = await run(['journal', 'verify', ...rack.data])
  if (verified.status !== 0) fail(`the journal is not whole: ${verified.lines.join('')}`)

  const status = await ask(['run', 'status', ...rack.data])
  const map = new Map(status.map.map(row => [placeOf(row), row.machine.uuid]))
  const retracted = new Set(events.filter(event => event.kind === 'bindingRetracted').map(event => event.outlet))
  for (const [place, uuid] of rack.known)
    if (map.get(place) !== uuid && !retracted.has(place.split(':')[1])) fail(`the binding of ${place} is lost`)
  for (const { kind, outlet, machine } of told)
    if (kind === 'bound' && map.get(`pdu-a:${outlet}`) !== machine) fail(`${outlet} was told as bound, and is not`)
  for (const [place, uuid] of map) if (rack.wiring.get(place) !== uuid) fail(`${place} is bound to a wrong machine`)
  for (const row of status.map) if (row.grade !== 'proved') fail(`${placeOf(row)} is ${row.grade}`)
  rack.known = map
  const sent = events.filter(({ kind, outlet }) => kind === 'switchSent' && outlet in forbidden)
  for (const { outlet, to } of sent) fail(`outlet ${outlet} was sent ${to}`)
  for (const [outlet, state] of Object.entries(forbidden))
    if ((await stateOf(rack.offer.pdus[0], outlet)) !== state) fail(`outlet ${outlet} does not stand ${state}`)
  return status
}

const parsed = lines =>
  lines.flatMap(line => {
    try {
      return [JSON.parse(line)]
    } catch {
      return []
    }
  })

/** The verb that goes on from here. */
const nextVerb = phase =>
  phase === null
    ? ['run', 'start', '--mode', 'guided', '--pdu', 'pdu-a', '--present', '--yes']
    : ['run', 'resume', '--present', '--yes']

/** Runs until it is killed or ends; the phase afterwards. */
async function stretch(rack, phase, killAfterMs) {
  const verb = start([...nextVerb(phase), ...rack.data])
  if (phase !== null) counts.resumes++
  let killed = false
  const timer =
    killAfterMs === null
      ? undefined
      : setTimeout(() => {
          killed = verb.child.kill('SIGKILL')
        }, killAfterMs)
  const { status, lines, stderr } = await verb.ended
  clearTimeout(timer)
  if (killed) {
    counts.kills++
    if (values.cut === 'last' || !taken) taken = snapshot(rack.dir, cutDir) ?? taken
  } else if (status !== 0)
    fail(`${verb.child.spawnargs.slice(2, 4).join(' ')} ended with ${status}: ${lines.at(-1)} ${stderr}`)
  const now = await check(rack, parsed(lines))
  counts.phases[now.phase] = (counts.phases[now.phase] ?? 0) + 1
  say(
    `${killed ? `kill ${counts.kills} after ${Math.round(killAfterMs)} ms` : 'end'}: ${now.phase}, ${now.map.length} bound`,
  )
  return now.phase
}

let taken
const cutDir = mkdtempSync(join(tmpdir(), 'racklight-cuts-'))
while (counts.kills < kills && failures.length === 0) {
  const rack = await openRack()
  let phase = null
  while (phase !== 'ended' && failures.length === 0) {
    const last = counts.kills >= kills
    phase = await stretch(rack, phase, last ? null : 200 + chance() * longestMs)
  }
  counts.finished += phase === 'ended' ? 1 : 0
  counts.bound += rack.known.size
  await rack.close()
}
const cuts = taken === undefined ? null : await cutEverywhere(cutDir, every)
rmSync(cutDir, { recursive: true, force: true })
for (const failure of cuts?.failures ?? []) failures.push(failure)
process.stdout.write(`${JSON.stringify({ seed, ...counts, cuts, failures: failures.slice(0, 20) })}\n`)
process.exitCode = failures.length === 0 && cuts !== null ? 0 : 1
