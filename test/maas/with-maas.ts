// A MAAS double for one test, closed after it.
import { onTestFinished } from 'vitest'
import type { Clock } from '#core/ports.ts'
import type { Fault, Result } from '#core/fault.ts'
import type { MaasAccess } from '#main/maas/access.ts'
import { makeMaasClient } from '#main/maas/client.ts'
import type { ClientTimes, MaasClient } from '#main/maas/client.ts'
import { VirtualClock } from '#sim/virtual-clock.ts'
import type { VirtualMaas, VirtualMaasOptions } from '#sim/maas/virtual-maas.ts'
import { makeVirtualMaas } from '#sim/maas/virtual-maas.ts'

export async function openMaas(
  options: Partial<VirtualMaasOptions> = {},
): Promise<{ maas: VirtualMaas; clock: VirtualClock }> {
  const clock = new VirtualClock()
  const maas = makeVirtualMaas({ clock, ...options })
  await maas.open()
  onTestFinished(() => maas.close())
  return { maas, clock }
}

export function clientOf(
  maas: VirtualMaas,
  clock: Clock,
  access: Partial<MaasAccess> = {},
  times: Partial<ClientTimes> = {},
): MaasClient {
  return value(makeMaasClient({ url: maas.url, apiKey: maas.apiKey, ...access }, clock, times))
}

export function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.fault.kind}: ${result.fault.detail}`)
  return result.value
}

export function faultOf(result: Result<unknown>): Fault {
  if (result.ok) throw new Error('it went well, unexpectedly')
  return result.fault
}

/** Lets virtual time run until the work is done. */
export async function during<T>(clock: VirtualClock, work: Promise<T>): Promise<T> {
  let done = false
  void work.finally(() => (done = true)).catch(() => undefined)
  await clock.until(() => done)
  return work
}

export const apc = (power_address: string, node_outlet: string) => ({
  powerType: 'apc',
  powerParameters: { power_address, node_outlet, power_on_delay: '5', pdu_type: 'RPDU' },
})
