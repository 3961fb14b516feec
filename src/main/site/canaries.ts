// What must stay up when an outlet goes off: this laptop's mains, link and gateway, the PDUs, MAAS, and the site's ping list.
import { readdir, readFile } from 'node:fs/promises'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import type { Clock } from '#core/ports.ts'
import type { CanaryPort, MaasPort } from '../perform/world.ts'
import { answersBy, makeGatewayFinder, type Gateway } from './gateway.ts'
import { ping } from './ping.ts'

interface Baseline {
  readonly mains: ReadonlyMap<string, string>
  readonly links: ReadonlySet<string>
  /** As it answered; null where it did not, so that it is no canary. */
  readonly gateway: Gateway | null
  readonly pings: ReadonlySet<string>
  readonly maas: boolean
  /** PDUs that were silent already. */
  readonly silent: ReadonlySet<string>
}

export interface CanaryNeeds {
  readonly clock: Clock
  /** The site's ping list, and what counts as its gateway, as they are set now. */
  watched(): { readonly pings: readonly string[]; readonly gateway: string }
  maas(): MaasPort | null
  /** The PDUs of the run whose last reading failed. */
  silentPdus(): readonly string[]
  /** Where the system tells of mains and batteries, as Linux does in sysfs. */
  readonly powerSupplies: string
}

/** Each mains supply of this laptop with its `online` text; empty where the system does not say. */
const readMains = async (powerSupplies: string): Promise<Map<string, string>> => {
  const mains = new Map<string, string>()
  for (const name of await readdir(powerSupplies).catch(() => [])) {
    const online = await readFile(join(powerSupplies, name, 'online'), 'utf8').catch(() => null)
    if (online !== null) mains.set(name, online.trim())
  }
  return mains
}

const readLinks = (): Set<string> => {
  const links = new Set<string>()
  for (const [name, addresses] of Object.entries(networkInterfaces()))
    if (addresses?.some(address => !address.internal && address.family === 'IPv4')) links.add(name)
  return links
}

const pingAll = async (clock: Clock, addresses: Iterable<string>): Promise<Set<string>> => {
  const answered = new Set<string>()
  await Promise.all(
    [...addresses].map(async address => ((await clock.io(ping(address))) ? answered.add(address) : undefined)),
  )
  return answered
}

export const makeCanaries = ({ clock, watched, maas, silentPdus, powerSupplies }: CanaryNeeds): CanaryPort => {
  let before: Baseline | null = null
  const findGateway = makeGatewayFinder(clock, () => watched().gateway)
  const maasAnswers = async (): Promise<boolean> => (await maas()?.answers())?.ok ?? false
  const twice = async (alive: () => Promise<boolean>): Promise<boolean> => (await alive()) || (await alive())

  return {
    baseline: async () => {
      const mains = await clock.io(readMains(powerSupplies))
      const silent = new Set(silentPdus())
      const [pings, gateway, maasUp] = await Promise.all([
        pingAll(clock, watched().pings),
        findGateway(),
        maasAnswers(),
      ])
      before = { mains, links: readLinks(), gateway, pings, maas: maasUp, silent }
    },
    lost: async () => {
      if (!before) return null
      const mains = await clock.io(readMains(powerSupplies))
      for (const [name, online] of before.mains)
        if (online === '1' && mains.get(name) === '0')
          return { canary: 'mains power of this laptop', detail: `${name} went off` }
      const links = readLinks()
      for (const name of before.links)
        if (!links.has(name)) return { canary: 'network link of this laptop', detail: `${name} lost its address` }
      const { gateway } = before
      if (gateway && !(await twice(() => clock.io(answersBy(gateway.address, gateway.way)))))
        return { canary: `gateway ${gateway.address}`, detail: 'it stopped answering' }
      const silent = silentPdus().find(name => !before?.silent.has(name))
      if (silent) return { canary: `PDU ${silent}`, detail: 'it stopped answering' }
      if (before.maas && !(await twice(maasAnswers))) return { canary: 'MAAS', detail: 'it stopped answering' }
      for (const address of before.pings)
        if (!(await twice(async () => (await pingAll(clock, [address])).size === 1)))
          return { canary: address, detail: 'it no longer answers a ping' }
      return null
    },
  }
}
