// MAAS's power types for PDUs, and when a machine may be given one.

interface PduType {
  readonly outlet: string
  /** All that MAAS keeps for the PDU as a whole, with its defaults: one machine's edit of these moves its neighbours. */
  readonly defaults: Readonly<Record<string, string>>
}

/** MAAS's PDU drivers; their address and these defaults are shared by all machines of a PDU, only the outlet is a machine's own. */
export const pduTypes: Readonly<Record<string, PduType>> = {
  apc: { outlet: 'node_outlet', defaults: { power_on_delay: '5', pdu_type: 'RPDU' } },
  eaton: { outlet: 'node_outlet', defaults: { power_on_delay: '5' } },
  raritan: { outlet: 'node_outlet', defaults: { power_on_delay: '5' } },
}

const idle = ['New', 'Ready', 'Failed commissioning', 'Failed testing', 'Broken', 'Missing', 'Retired']

/** Why MAAS must not be given another power type for this machine now; null when it may. */
export function powerHeldBy(machine: { readonly locked: boolean; readonly status: string }): string | null {
  if (machine.locked) return 'the machine is locked in MAAS'
  if (!idle.includes(machine.status))
    return `the machine is ${machine.status}: with a new power type MAAS could switch or cycle it`
  return null
}

/** Names of power parameters that must never be shown, kept or logged. */
export const isSecret = (parameter: string): boolean => /pass|token|secret|^k_g$/.test(parameter)
