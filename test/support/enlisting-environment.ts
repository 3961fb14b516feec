// What MAAS's environment does on a machine that nobody knows: the order of its scripts, and when the machine comes to be.
import { ask } from '../sim-maas/recording.ts'
import { enlistingScript } from '#main/site/enlisting-script.ts'
import type { VirtualMaas } from '#sim/maas/virtual-maas.ts'
import type { startMachine } from './enlisting-machine.ts'

/** MAAS's own scripts of an enlistment, one after another; 30-maas-01-bmc-config creates the machine where it finds a BMC. */
const builtIn = [
  ...['20-maas-01-install-lldpd', '20-maas-02-dhcp-unconfigured-ifaces', '20-maas-03-machine-resources'],
  ...['30-maas-01-bmc-config', '40-maas-01-machine-config-hints', '50-maas-01-commissioning'],
]
/** The order of `hardware_type`: what concerns the machine as a whole comes last. */
const hardwareTypes = ['cpu', 'memory', 'storage', 'network', 'gpu', 'node']

const fieldOf = (script: string, name: string): string => new RegExp(`^# ${name}: (.+)$`, 'm').exec(script)?.[1] ?? ''

export interface Enlisting {
  readonly machine: Awaited<ReturnType<typeof startMachine>>
  readonly maas: VirtualMaas
  readonly mac: string
  readonly hasBmc: boolean
  /** What happened, in order; goes on while it runs. */
  readonly told: string[]
}

const post = async ({ maas, mac, told }: Enlisting): Promise<string> => {
  const form = new URLSearchParams({ architecture: 'amd64', mac_addresses: mac, commission: 'True' })
  const answer = await ask(new URL(maas.url), {
    method: 'POST',
    path: '/MAAS/api/2.0/machines/',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: form.toString(),
  })
  told.push(`POST machines ${answer.status}`)
  return (JSON.parse(answer.body) as { system_id: string }).system_id
}

/** Enlists to the end; `cut` stands for the outlet. The machine's id in MAAS, null after a cut before it had one. */
export const enlist = async (wish: Enlisting, cut: AbortSignal): Promise<string | null> => {
  const { maas, machine, mac, told } = wish
  const registered = await ask(new URL(maas.url), {
    ...{ method: 'GET', path: `/MAAS/api/2.0/machines/?op=is_registered&mac_address=${mac}`, headers: {}, body: null },
  })
  told.push(`is_registered ${registered.body}`)
  const text = await enlistingScript('strict')
  const ours = { name: fieldOf(text, 'name'), type: fieldOf(text, 'hardware_type') }
  const serial = [...builtIn.map(name => ({ name, type: 'node' })), ours].sort(
    (a, b) => hardwareTypes.indexOf(a.type) - hardwareTypes.indexOf(b.type) || (a.name < b.name ? -1 : 1),
  )
  let systemId: string | null = null
  for (const { name } of serial) {
    told.push(name)
    if (name === ours.name) told.push(`exit ${(await machine.run(cut)).code}`)
    if (cut.aborted) return systemId
    if (name === '30-maas-01-bmc-config' && wish.hasBmc) systemId = await post(wish)
  }
  systemId ??= await post(wish)
  const passed = !told.includes('exit 1')
  maas.finishCommissioning(systemId, passed)
  return systemId
}
