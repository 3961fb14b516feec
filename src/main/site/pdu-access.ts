// How to speak to a known PDU: its address from the state, its secrets from the vault.
import { z } from 'zod'
import type { PduAccess, PduTarget } from '#core/ports.ts'
import type { State } from '#core/state.ts'
import type { Vault } from '../store/vault.ts'
import { secretNames } from './files.ts'

const Credentials = z.object({
  community: z.string(),
  v3: z
    .object({
      user: z.string(),
      authProtocol: z.string().optional(),
      authKey: z.string().optional(),
      privProtocol: z.string().optional(),
      privKey: z.string().optional(),
    })
    .optional(),
})
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
  const access = { address: pdu.address, version: snmp.version, community } as const
  return {
    id,
    family,
    access: v3 ? { ...access, v3: withoutGaps(v3) } : access,
    bulk: snmp.bulk,
    maxOids: snmp.maxOids,
    delaySeconds,
  }
}

type V3 = NonNullable<PduAccess['v3']>

/** Leaves out what was not given, as the port wants it. */
export const withoutGaps = (v3: { [K in keyof V3]: V3[K] | undefined }): V3 => ({
  user: v3.user ?? '',
  ...(v3.authProtocol === undefined ? {} : { authProtocol: v3.authProtocol }),
  ...(v3.authKey === undefined ? {} : { authKey: v3.authKey }),
  ...(v3.privProtocol === undefined ? {} : { privProtocol: v3.privProtocol }),
  ...(v3.privKey === undefined ? {} : { privKey: v3.privKey }),
})
