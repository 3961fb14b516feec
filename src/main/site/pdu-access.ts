// How to speak to a known PDU: its address from the state, its secrets from the vault.
import { z } from 'zod'
import type { PduAccess, PduTarget } from '#core/ports.ts'
import { SnmpUser } from '#core/rack.ts'
import type { State } from '#core/state.ts'
import type { Vault } from '../store/vault.ts'
import { secretNames } from './files.ts'

const Credentials = z.object({ community: z.string(), v3: SnmpUser.optional() })
type Credentials = z.infer<typeof Credentials>

export const sealCredentials = ({ community, v3 }: Pick<PduAccess, 'community' | 'v3'>): string =>
  JSON.stringify(v3 ? { community, v3 } : { community })

const readCredentials = (vault: Vault, id: string): Credentials | null => {
  const text = vault.get(secretNames.pdu(id))
  if (text === undefined) return null
  const parsed = Credentials.safeParse(JSON.parse(text))
  return parsed.success ? parsed.data : null
}

export const targetIn = (state: State, vault: Vault, id: string): PduTarget | null => {
  const pdu = state.pdus[id]
  const credentials = pdu ? readCredentials(vault, id) : null
  if (!pdu || !credentials) return null
  const { family, snmp, delaySeconds } = pdu.facts
  const { community, v3 } = credentials
  return {
    id,
    family,
    access: { address: pdu.address, version: snmp.version, community, v3 },
    bulk: snmp.bulk,
    maxOids: snmp.maxOids,
    delaySeconds,
  }
}
