// A PDU as typed in, made into what the border takes.
import type { SnmpUser } from '#core/rack.ts'
import type { State } from '#core/state.ts'
import type { PduEntry } from '#ipc/contract.ts'

export interface TypedPdu {
  readonly host: string
  readonly version: 'any' | '1' | '2c' | '3'
  readonly community: string
  readonly user: string
  readonly authProtocol: NonNullable<SnmpUser['authProtocol']>
  readonly authKey: string
  readonly privProtocol: NonNullable<SnmpUser['privProtocol']>
  readonly privKey: string
  readonly name: string
  readonly feed: string
}

export const noPdu: TypedPdu = {
  host: '',
  version: 'any',
  community: '',
  user: '',
  authProtocol: 'sha',
  authKey: '',
  privProtocol: 'aes',
  privKey: '',
  name: '',
  feed: 'A',
}

/** `10.0.0.4:1161` into its parts; a bare IPv6 address has no port. */
export const hostAndPort = (text: string): { host: string; port: number } => {
  const trimmed = text.trim()
  const bracketed = /^\[(.+)\](?::(\d{1,5}))?$/.exec(trimmed)
  if (bracketed) return { host: bracketed[1] ?? '', port: Number(bracketed[2] ?? 161) }
  const plain = /^([^:]+):(\d{1,5})$/.exec(trimmed)
  return plain ? { host: plain[1] ?? '', port: Number(plain[2]) } : { host: trimmed, port: 161 }
}

export const entryOf = (typed: TypedPdu): PduEntry => {
  const { host, port } = hostAndPort(typed.host)
  const { version, community, user, authProtocol, authKey, privProtocol, privKey } = typed
  if (version !== '3') return { host, port, version, community }
  const auth = authKey === '' ? {} : { authProtocol, authKey }
  const priv = privKey === '' ? {} : { privProtocol, privKey }
  return { host, port, version, community: '', v3: { user, ...auth, ...priv } }
}

export const maySpeak = (typed: TypedPdu): boolean =>
  typed.version === '3' ? typed.user !== '' : typed.community !== ''
export const isComplete = (typed: TypedPdu): boolean => typed.host.trim() !== '' && maySpeak(typed)

export const feeds = ['A', 'B', 'C', 'D'] as const

/** The first letter that no PDU here has, and none of `given`. */
export const freeFeed = (state: State, given: readonly string[]): string => {
  const taken = new Set([...Object.values(state.pdus).map(pdu => pdu.feed), ...given])
  return feeds.find(feed => !taken.has(feed)) ?? 'A'
}

export const mayBeName = (name: string): boolean => /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(name)
