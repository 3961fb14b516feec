// `events/?op=query`: newest first, at most a thousand, told from an id upwards or downwards.
import type { Answer } from './answer.ts'
import { json, sentence, unrecognised } from './answer.ts'
import type { Account } from './login.ts'
import type { Fields, SimRequest } from './request.ts'
import { opOf, valueOf, valuesOf } from './request.ts'
import type { Level, MaasWorld, SimEvent } from './world.ts'
import { levels } from './world.ts'

const maxEvents = 1000

export function answerEvents(world: MaasWorld, request: SimRequest, account: Account): Answer {
  const op = opOf(request)
  if (request.method !== 'GET' || op !== 'query') return unrecognised(request.method, op)
  const { query } = request
  const level = valueOf(query, 'level') ?? 'INFO'
  if (!(level in levels)) return sentence(400, `Unrecognised log level: ${level}`)
  const limit = Number(valueOf(query, 'limit') ?? 100)
  if (limit > maxEvents) return sentence(400, `Requested number of events ${limit} is greater than limit: ${maxEvents}`)
  const after = numberOf(query, 'after')
  const before = numberOf(query, 'before')

  const floor = levels[level as Level]
  // An ordinary user is shown an empty list rather than refused.
  const all = account.isAdmin ? world.events.filter(event => matches(world, event, query)) : []
  const ofLevel = all.filter(event => (level === 'AUDIT' ? event.level === level : levels[event.level] >= floor))
  const within = ofLevel.filter(({ id }) => (after === null || id > after) && (before === null || id < before))
  const page = (after === null ? within.slice(-limit) : within.slice(0, limit)).toReversed()
  const first = page[0]
  const last = page.at(-1)
  return json({
    count: page.length,
    events: page.map(describe),
    next_uri: uriOf(query, first === undefined ? null : ['after', first.id]),
    prev_uri:
      last !== undefined
        ? uriOf(query, ['before', last.id])
        : after === null
          ? null
          : uriOf(query, ['before', after + 1]),
  })
}

const numberOf = (query: Fields, name: string): number | null => {
  const text = valueOf(query, name)
  return text === null ? null : Number(text)
}

function matches(world: MaasWorld, event: SimEvent, query: Fields): boolean {
  const machine = world.machines.get(event.systemId)
  const any = (name: string, fits: (value: string) => boolean): boolean => {
    const given = valuesOf(query, name)
    return given.length === 0 || given.some(fits)
  }
  return (
    any('id', id => id === event.systemId) &&
    any('hostname', name => name === event.hostname) &&
    any('mac_address', mac => machine?.nics.some(nic => nic.mac === mac) ?? false) &&
    any('owner', name => name === event.username)
  )
}

function uriOf(query: Fields, at: readonly [string, number] | null): string {
  const kept = query.filter(([name]) => name !== 'after' && name !== 'before')
  const search = new URLSearchParams()
  for (const [name, value] of kept) search.append(name, value)
  if (at !== null) search.append(at[0], String(at[1]))
  return `/MAAS/api/2.0/events/?${search.toString()}`
}

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

function describe(event: SimEvent): Record<string, unknown> {
  const at = new Date(event.at)
  const two = (value: number): string => String(value).padStart(2, '0')
  const date = `${days[at.getUTCDay()]}, ${two(at.getUTCDate())} ${months[at.getUTCMonth()]}. ${at.getUTCFullYear()}`
  return {
    username: event.username,
    node: event.systemId,
    hostname: event.hostname,
    id: event.id,
    level: event.level,
    created: `${date} ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`,
    type: event.type,
    description: event.description,
  }
}
