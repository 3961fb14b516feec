// The double is asked what true MAAS regions were asked, in the same order, and must answer as they did.
import { describe, expect, it } from 'vitest'
import { systemClock } from '#main/engine/system-clock.ts'
import type { NewMachine, VirtualMaas } from '#sim/maas/virtual-maas.ts'
import { makeVirtualMaas } from '#sim/maas/virtual-maas.ts'
import type { Recording } from './recording.ts'
import { eventRecordings } from './event-recordings.ts'
import { ask, readRecordings, recordingsExist } from './recording.ts'

const leftOut: readonly (readonly [what: string, is: (recording: Recording, version: string) => boolean])[] = [
  [
    'scripts and their results',
    ({ request }) => /\/(scripts|results)\/|\/scripts\?/.test(request.path) && !request.path.includes('zzzzzz'),
  ],
  ['progress of scripts on a machine', ({ number }) => number >= 315 && number <= 322],
  ['results of an unknown machine', ({ number }) => number === 36],
  ['description of the API', ({ request }) => request.path.includes('/describe/')],
  ['rack controllers, subnets, settings', ({ request }) => /\/(rackcontrollers|subnets|maas)\//.test(request.path)],
  ['seed of an enlisting machine', ({ request }) => request.path.includes('get_preseed')],
  ['a machine whose annotations went in between', ({ number }, version) => number === 409 && version === '3.7.3'],
  ['people of the region', ({ number }) => number === 387],
  ['events of all that happened, replayed in a test of their own', ({ number }) => eventRecordings.includes(number)],
]

interface Replay {
  readonly maas: VirtualMaas
  /** What the recording calls a machine, and what the double calls it. */
  readonly names: Map<string, string>
}

/** Machines that were made between the recordings; the id each had is read from where it is used first. */
const hand: Readonly<
  Record<number, readonly (NewMachine & { readonly id: readonly [number: number, path: RegExp] })[]>
> = {
  208: [
    { id: [209, /&id=(\w+)&/], macs: ['52:54:00:cc:00:01'], ...apc('10.0.7.1', '1') },
    { id: [208, /machines.(\w+)/], macs: ['52:54:00:cc:00:02'], ...apc('10.0.7.1', '2') },
  ],
  411: [{ id: [413, /machines.(\w+)/], macs: ['52:54:00:f0:00:01'], ...apc('10.1.0.1', '1') }],
  424: [
    {
      id: [424, /machines.(\w+)/],
      macs: ['52:54:00:f0:00:03'],
      ...apc('10.1.0.1', '3'),
      status: 'Commissioning',
      owner: 'admin',
    },
  ],
  427: [{ id: [427, /machines.(\w+)/], macs: ['52:54:00:f0:00:04'], status: 'Deployed', owner: 'admin' }],
}

function apc(power_address: string, node_outlet: string) {
  return { powerType: 'apc', powerParameters: { power_address, node_outlet, power_on_delay: '5', pdu_type: 'RPDU' } }
}

describe.skipIf(!recordingsExist)('the MAAS double against the recordings', () => {
  it.each([
    ['3.4.10', ''],
    ['3.7.3', '3.7.3'],
  ])(
    'answers as %s did',
    async (version, folder) => {
      const { differences, recordings, same, leftOut: count } = await replayAll(folder, version)
      expect(differences).toEqual([])
      expect(same + count).toBe(recordings)
      expect(same).toBeGreaterThan(300)
    },
    60_000,
  )
})

async function replayAll(folder: string, version: string) {
  const recordings = readRecordings(folder)
  const skipped = new Map<string, number[]>()
  const differences: string[] = []
  let replay = await start(version)
  let same = 0
  for (const recording of recordings) {
    if (recording.number === 411) replay = await start(version, replay)
    prepare(replay, recording, recordings)
    if (recording.number === 265 && version === '3.7.3') await commissionByHand(replay, recordings)
    const why = leftOut.find(([, is]) => is(recording, version))?.[0]
    if (why !== undefined) {
      skipped.set(why, [...(skipped.get(why) ?? []), recording.number])
      continue
    }
    const difference = await replayOne(replay, recording)
    if (difference === null) same++
    else differences.push(`${recording.name}: ${difference}`)
  }
  await replay.maas.close()
  const left = [...skipped].map(([why, numbers]) => `  ${why}: ${numbers.join(' ')}`)
  const count = [...skipped.values()].flat().length
  console.log(
    `${version}: ${same} of ${recordings.length} recordings answered alike, ${count} left out:\n${left.join('\n')}`,
  )
  return { recordings: recordings.length, same, leftOut: count, differences }
}

async function start(version: string, before?: Replay): Promise<Replay> {
  await before?.maas.close()
  const maas = makeVirtualMaas({ clock: systemClock, version })
  await maas.open()
  return { maas, names: new Map() }
}

/** What the region had heard by then, as its own list tells. */
const neighbours = (all: readonly Recording[], list: number) => {
  const text = all.find(({ number }) => number === list)?.response.body ?? '[]'
  return (JSON.parse(text) as Record<string, string>[]).map(one => ({
    ip: one['ip'] ?? '',
    mac: one['mac_address'] ?? '',
    hostname: one['hostname'] ?? null,
    organization: one['mac_organization'] ?? null,
  }))
}

function prepare({ maas, names }: Replay, recording: Recording, all: readonly Recording[]): void {
  const list = { 365: 365, 411: 422 }[recording.number]
  if (list !== undefined) neighbours(all, list).forEach(one => maas.hearNeighbour(one))
  maas.knobs.imagesSynced = recording.number !== 37
  maas.knobs.rackConnected = recording.number < 38 || recording.number > 45
  for (const { id, ...made } of hand[recording.number] ?? []) {
    const machine = maas.addMachine(made)
    const used = all.find(({ number }) => number === id[0])?.request.path ?? ''
    names.set(id[1].exec(used)?.[1] ?? '', machine.systemId)
    if (made.status !== 'Commissioning') continue
    machine.powerState = 'off'
    machine.testingResultId = 1
    maas.noteEvent(machine.systemId, 'INFO', 'Commissioning')
  }
}

/** In 3.7.3 the recorded try with `none` was refused, and another one, not recorded, went well. */
async function commissionByHand(replay: Replay, recordings: readonly Recording[]): Promise<void> {
  const refused = recordings.find(({ number }) => number === 221)
  if (refused !== undefined) await replayOne(replay, { ...refused, request: { ...refused.request, body: '' } })
}

async function replayOne(replay: Replay, recording: Recording): Promise<string | null> {
  const { maas, names } = replay
  const authorization = authorizationOf(maas, recording)
  const answered = await ask(new URL(maas.url), {
    method: recording.request.method,
    path: renamed(recording.request.path, names),
    headers: { ...recording.request.headers, ...(authorization === null ? {} : { Authorization: authorization }) },
    body: recording.request.body === null ? null : renamed(recording.request.body, names),
  })
  const { status, headers, body } = recording.response
  learnNames(names, body, answered.body)
  if (answered.status !== status)
    return `status ${answered.status} instead of ${status}: ${answered.body.slice(0, 200)}`
  const type = headers['Content-Type'] ?? null
  if (answered.type !== type) return `content type ${answered.type} instead of ${type}`
  const wanted = comparable(renamed(body, names), recording)
  const got = comparable(answered.body.replaceAll(secretOf(maas.apiKey), '<TOKEN_SECRET>'), recording)
  return firstDifference(wanted, got, '')
}

const secretOf = (key: string): string => key.split(':')[2] ?? ''

function authorizationOf(maas: VirtualMaas, { number, request }: Recording): string | null {
  const template = request.headers.Authorization
  if (template === undefined) return null
  const enlisted = [...maas.machines.values()].find(machine => machine.nics[0]?.mac === '52:54:00:aa:00:01')
  const node = [201, 202, 205].includes(number) ? enlisted : undefined
  const isUser = number >= 411 && number <= 422
  const [consumer = '', token = '', secret = ''] = (node?.nodeKey ?? (isUser ? maas.userKey : maas.apiKey)).split(':')
  const now = Math.floor(systemClock.now() / 1000)
  const values: Record<string, string> = {
    '<CONSUMER_KEY>': number === 7 ? 'unknown' : consumer,
    '<TOKEN_KEY>': number === 8 ? 'AAAAAAAAAAAAAAAAAA' : token,
    '<TOKEN_SECRET>': number === 9 ? 'wrong' : secret,
    '<NONCE>': number === 13 || number === 14 ? 'once' : number === 404 ? 'n'.repeat(300) : `n${nonce++}`,
    '<TIMESTAMP>': { 10: String(now - 3600), 11: String(now + 3600), 12: '1000', 405: 'abc' }[number] ?? String(now),
  }
  return template.replace(/<[A-Z_]+>/g, name => values[name] ?? name)
}
let nonce = 0

function renamed(text: string, names: Map<string, string>): string {
  let result = text
  for (const [from, to] of names) result = result.replaceAll(from, to)
  return result
}

/** The ids and invented host names of machines that an answer shows for the first time. */
function learnNames(names: Map<string, string>, recorded: string, answered: string): void {
  learn(names, parse(recorded), parse(answered))
}

function learn(names: Map<string, string>, theirs: unknown, ours: unknown): void {
  if (Array.isArray(theirs) && Array.isArray(ours)) return theirs.forEach((item, n) => learn(names, item, ours[n]))
  if (!isObject(theirs) || !isObject(ours)) return
  for (const field of ['system_id', 'hostname']) {
    const [from, to] = [theirs[field], ours[field]]
    if (
      typeof from === 'string' &&
      typeof to === 'string' &&
      !names.has(from) &&
      from !== to &&
      ![...names.values()].includes(from)
    )
      names.set(from, to)
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** Numbers that each region counts for itself, and names of its people, become their kind. */
function comparable(text: string, { number }: Recording): unknown {
  // The double switches no outlet, so it cannot know what the fake rack said of them.
  const masked = [
    'power_state',
    'id',
    'created',
    'email',
    'current_commissioning_result_id',
    'current_testing_result_id',
    'capabilities',
    'last_seen',
    'interface_id',
  ]
  const person = number >= 411 && number <= 422
  const walk = (value: unknown, key: string): unknown => {
    if (key === 'observer' && isObject(value)) return walk({ ...value, system_id: 'a rack controller' }, '')
    if (masked.includes(key)) return value === null ? null : typeof value
    if (typeof value === 'string' && key.endsWith('_uri'))
      return value.replace(/(interfaces\/|after=|before=|users\/)\w+/g, '$1N')
    if (person && key === 'username') return typeof value
    if (Array.isArray(value)) return value.map(item => walk(item, ''))
    return isObject(value)
      ? Object.fromEntries(Object.entries(value).map(([name, item]) => [name, walk(item, name)]))
      : value
  }
  const value = parse(text)
  if (typeof value === 'string')
    return value
      .replace(/Nonce already used: \w+/, 'Nonce already used: N')
      .replace(/given \d+ and now \d+/, 'given T and now T')
  return walk(value, '')
}

function firstDifference(wanted: unknown, got: unknown, at: string): string | null {
  if (Array.isArray(wanted) && Array.isArray(got)) {
    if (wanted.length !== got.length) return `${at}: ${got.length} entries instead of ${wanted.length}`
    return wanted.map((item, n) => firstDifference(item, got[n], `${at}[${n}]`)).find(found => found !== null) ?? null
  }
  if (isObject(wanted) && isObject(got)) {
    const names = [...new Set([...Object.keys(wanted), ...Object.keys(got)])]
    return (
      names.map(name => firstDifference(wanted[name], got[name], `${at}.${name}`)).find(found => found !== null) ?? null
    )
  }
  return JSON.stringify(wanted) === JSON.stringify(got)
    ? null
    : `${at}: ${JSON.stringify(got)} instead of ${JSON.stringify(wanted)}`
}
