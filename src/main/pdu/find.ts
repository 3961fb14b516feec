// Looks for PDUs at many addresses, a few at a time: one question each, and a probe where the answer is a PDU's.
import type { Cancel, Clock, PduAccess, PduPort } from '#core/ports.ts'
import type { PduProbe } from '#core/rack.ts'
import { isAnnounced } from './detect.ts'
import { families } from './families.ts'
import { tryGreet } from './greet.ts'

export interface FindNeeds {
  readonly clock: Clock
  readonly port: PduPort
  readonly cancel: Cancel
  readonly hosts: readonly string[]
  /** How each is spoken to; the host is put in. */
  readonly access: PduAccess
  onProgress(asked: number, found: number): void
}

export interface Found {
  readonly pdus: readonly { readonly probe: PduProbe; readonly alsoAt: readonly string[] }[]
  /** Those that answer as a PDU, and could not be read. */
  readonly unread: readonly { readonly host: string; readonly why: string }[]
  readonly asked: number
}

const atOnce = 48
const timeouts = { readTimeoutMs: 1000, readRetries: 1, setTimeoutMs: 1000 }

export async function findPdus({ clock, port, cancel, hosts, access, onProgress }: FindNeeds): Promise<Found> {
  const probes = new Map<string, { probe: PduProbe; alsoAt: string[] }>()
  const unread: { host: string; why: string }[] = []
  let next = 0
  let asked = 0
  const look = async (host: string): Promise<void> => {
    const there = { ...access, address: { ...access.address, host } }
    const met = await tryGreet(there, { clock, timeouts, cancel })
    if (!met.ok) return
    const greeting = met.value
    greeting.session.close()
    if (!isAnnounced(greeting, families)) return
    const probed = await port.probe({ ...there, version: greeting.session.version }, cancel)
    if (!probed.ok) {
      if (probed.fault.kind !== 'cancelled') unread.push({ host, why: probed.fault.detail })
      return
    }
    // One PDU may answer at several addresses; its serial tells.
    const known = probes.get(probed.value.facts.id)
    if (known) known.alsoAt.push(host)
    else probes.set(probed.value.facts.id, { probe: probed.value, alsoAt: [] })
  }
  const walk = async (): Promise<void> => {
    for (let host = hosts[next++]; host !== undefined && !cancel.aborted; host = hosts[next++]) {
      await look(host)
      asked++
      onProgress(asked, probes.size)
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, hosts.length) }, walk))
  return { pdus: [...probes.values()], unread, asked }
}
