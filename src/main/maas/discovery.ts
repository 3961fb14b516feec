// The neighbours that MAAS's rack controllers have heard of (GET discovery/), with the maker of their network card.
import { z } from 'zod'
import { ok } from '#core/fault.ts'
import type { Result } from '#core/fault.ts'
import type { MaasClient } from './client.ts'

export interface Neighbour {
  readonly host: string
  readonly maker: string
}

const Discoveries = z.array(z.object({ ip: z.string().nullish(), mac_organization: z.string().nullish() }))

/** Newest first, each address once. MAAS lists none where its network discovery is off. */
export async function readNeighbours(client: MaasClient): Promise<Result<readonly Neighbour[]>> {
  const read = await client.get('discovery/', Discoveries, { long: true })
  if (!read.ok) return read
  const found = new Map<string, string>()
  for (const { ip, mac_organization: maker } of read.value) if (ip && !found.has(ip)) found.set(ip, maker ?? '')
  return ok([...found].map(([host, maker]) => ({ host, maker })))
}
