// Where PDUs may be: the addresses of a network, or the neighbours that MAAS has heard of; and the search in the living engine.
import { fault, ok, type Result } from '#core/fault.ts'
import type { Clock } from '#core/ports.ts'
import type { State } from '#core/state.ts'
import type { Ask } from '#ipc/contract.ts'
import type { FoundPdus } from '#ipc/setup.ts'
import { makeMaasClient } from '../maas/client.ts'
import { readNeighbours, type Neighbour } from '../maas/discovery.ts'
import { findPdus, type Found } from '../pdu/find.ts'
import type { Vault } from '../store/vault.ts'
import { secretNames } from './files.ts'
import { accessOf } from './pdus.ts'
import type { Site } from './site.ts'

const fewestBits = 20

const octets = (text: string): number | null => {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number)
  return parts?.every(part => part < 256) ? parts.reduce((sum, part) => sum * 256 + part, 0) : null
}

/** The addresses of an IPv4 network that may be hosts; nobody has said what stands there. */
export const hostsIn = (text: string): Result<Neighbour[]> => {
  const [, network = '', length = '32'] = /^([\d.]+)(?:\/(\d{1,2}))?$/.exec(text) ?? []
  const first = octets(network)
  const bits = Number(length)
  const refused = (why: string): Result<never> => fault('malformed', 'network', why)
  if (first === null || bits > 32) return refused(`"${text}" is neither a network like 10.0.0.0/24 nor "maas"`)
  if (bits < fewestBits) return refused(`/${bits} are too many addresses to ask one by one; a /${fewestBits} at most`)
  const size = 2 ** (32 - bits)
  const base = Math.floor(first / size) * size
  const all = Array.from({ length: size }, (_, at) => base + at)
  const hosts = size > 2 ? all.slice(1, -1) : all
  const dotted = (host: number): string => [24, 16, 8, 0].map(shift => Math.floor(host / 2 ** shift) % 256).join('.')
  return ok(hosts.map(host => ({ host: dotted(host), maker: '' })))
}

/** Makers whose network cards sit in PDUs, as the register of MAC prefixes calls them. */
const makers =
  /american power|schneider|raritan|legrand|eaton|server technology|cyber ?power|vertiv|geist|liebert|panduit|enlogic|nvent|tripp|gude|aten|dataprobe|avocent|baytech/i

export const neighbours = async (
  state: State,
  vault: Vault | null,
  clock: Clock,
): Promise<Result<readonly Neighbour[]>> => {
  const apiKey = vault?.get(secretNames.maas)
  if (!state.maasSite || apiKey === undefined)
    return fault('gone', 'MAAS', 'No MAAS is set up.', 'Set it up with "maas check --url URL" and the API key.')
  const client = makeMaasClient({ url: state.maasSite.url, apiKey }, clock)
  if (!client.ok) return client
  const read = await readNeighbours(client.value)
  return read.ok ? ok(read.value.slice(0, 2 ** (32 - fewestBits))) : read
}

/** Those that carry the network card of a maker of PDUs, and answered nothing. */
export const silentMakers = (found: Found, asked: readonly Neighbour[]): Neighbour[] => {
  const spoke = [
    ...found.pdus.flatMap(({ probe, alsoAt }) => [probe.address.host, ...alsoAt]),
    ...found.unread.map(one => one.host),
  ]
  return asked.filter(({ host, maker }) => makers.test(maker) && !spoke.includes(host))
}

/** Names that nothing here has yet: `pdu-1`, `pdu-2`, … */
export const freeNames = (state: State, count: number): string[] => {
  const taken = new Set(Object.values(state.pdus).map(pdu => pdu.name))
  const names: string[] = []
  for (let number = 1; names.length < count; number++) if (!taken.has(`pdu-${number}`)) names.push(`pdu-${number}`)
  return names
}

const shown = (state: State, found: Found, asked: readonly Neighbour[]): FoundPdus => {
  const names = freeNames(state, found.pdus.length)
  const pdus = found.pdus.map(({ probe, alsoAt }) => {
    const known = state.pdus[probe.facts.id]?.name ?? null
    return { probe, alsoAt: [...alsoAt], known, proposed: known === null ? (names.shift() ?? null) : null }
  })
  const silent = found.asked < asked.length ? [] : silentMakers(found, asked)
  return { pdus, unread: [...found.unread], silent, asked: found.asked, addresses: asked.length }
}

/** One search at a time; a new one ends the old. */
export const makeFinder = (site: Site) => {
  let running = new AbortController()
  return {
    find: async ({ where, entry }: Ask<'findPdus'>): Promise<Result<FoundPdus>> => {
      running.abort()
      const mine = new AbortController()
      running = mine
      const state = site.engine.state()
      const asked = where === 'maas' ? await neighbours(state, site.vault, site.clock) : hostsIn(where.trim())
      if (!asked.ok) {
        if (running === mine) site.onWork(null)
        return asked
      }
      const hosts = asked.value.map(({ host }) => host)
      const of = hosts.length
      const tell = (done: number, found: number): void => {
        if (running === mine) site.onWork({ what: 'find', done, of, found })
      }
      tell(0, 0)
      const access = accessOf({ ...entry, host: '0.0.0.0' })
      const needs = { clock: site.clock, port: site.pdus, cancel: mine.signal, hosts, access }
      const found = await findPdus({ ...needs, onProgress: tell })
      if (running === mine) site.onWork(null)
      return ok(shown(site.engine.state(), found, asked.value))
    },
    stop: (): void => running.abort(),
  }
}
