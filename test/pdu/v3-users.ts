// SNMPv3 users for the tests, one for each protocol, as the PDU knows them and as we name them.
import type { SnmpUser } from '#core/rack.ts'
import { authProtocols } from '#core/rack.ts'
import type { UsmUser } from '#sim/pdu/usm.ts'

export const authKey = 'auth-pass-1'
export const privKey = 'priv-pass-1'

type Auth = (typeof authProtocols)[number]
type Priv = NonNullable<SnmpUser['privProtocol']>

/** As net-snmp's tools and snmpd call the protocols. */
export const theirNames = {
  ...{ md5: 'MD5', sha: 'SHA', sha224: 'SHA-224', sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512' },
  ...{ des: 'DES', aes: 'AES', aes256b: 'AES-256', aes256r: 'AES-256-C' },
} as const satisfies Record<Auth | Priv, string>

export const authPriv = (authProtocol: Auth, privProtocol: Priv): SnmpUser => ({
  ...{ user: `${authProtocol}-${privProtocol}`, authProtocol, authKey, privProtocol, privKey },
})
export const authNoPriv = (authProtocol: Auth): SnmpUser => ({ user: authProtocol, authProtocol, authKey })
export const noAuth: SnmpUser = { user: 'open' }

/** Every level with every protocol, and AES-256 with keys that must be stretched. */
export const everyUser: readonly SnmpUser[] = [
  noAuth,
  ...authProtocols.map(authNoPriv),
  ...authProtocols.map(auth => authPriv(auth, 'aes')),
  ...(['des', 'aes256b', 'aes256r'] as const).map(priv => authPriv('sha256', priv)),
  ...(['aes256b', 'aes256r'] as const).map(priv => authPriv('md5', priv)),
]

export const asPduKnows = ({ user: name, authProtocol, authKey, privProtocol, privKey }: SnmpUser): UsmUser => ({
  name,
  mayWrite: true,
  ...(authProtocol && authKey ? { auth: { protocol: authProtocol, passphrase: authKey } } : {}),
  ...(privProtocol && privKey ? { priv: { protocol: privProtocol, passphrase: privKey } } : {}),
})
