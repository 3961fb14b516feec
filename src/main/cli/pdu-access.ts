// The options that say how a PDU is reached.
import { Address } from '#core/rack.ts'
import type { PduEntry } from '#ipc/contract.ts'
import { usage, type Specs, type Values } from './frame.ts'
import { secretFrom } from './secret.ts'

export const accessOptions = {
  community: { type: 'string', value: 'TEXT', says: 'SNMP community, for trying out' },
  'community-file': { type: 'string', value: 'FILE', says: 'file with the community; - is standard input' },
  snmp: { type: 'string', value: '1|2c|3', says: 'speak this version only' },
  user: { type: 'string', value: 'NAME', says: 'SNMPv3 user' },
  auth: { type: 'string', value: 'PROTOCOL', says: 'SNMPv3 authentication: md5, sha, sha224, sha256, sha384, sha512' },
  'auth-key': { type: 'string', value: 'TEXT', says: 'its passphrase, for trying out' },
  'auth-key-file': { type: 'string', value: 'FILE', says: 'file with its passphrase' },
  priv: { type: 'string', value: 'PROTOCOL', says: 'SNMPv3 privacy: des, aes, aes256b, aes256r' },
  'priv-key': { type: 'string', value: 'TEXT', says: 'its passphrase, for trying out' },
  'priv-key-file': { type: 'string', value: 'FILE', says: 'file with its passphrase' },
} as const satisfies Specs

/** `HOST`, `HOST:PORT`, `[v6]:PORT`. */
export const parseHost = (text: string): { host: string; port: number } => {
  const [, v6, v6Port] = /^\[([^\]]+)\](?::(\d+))?$/.exec(text) ?? []
  const [, name, namePort] = /^([^:]+)(?::(\d+))?$/.exec(text) ?? []
  const bare = text.split(':').length > 2 && v6 === undefined ? text : undefined
  const parsed = Address.safeParse({
    host: v6 ?? name ?? bare ?? '',
    port: Number(v6Port ?? namePort ?? 161),
  })
  if (!parsed.success) throw usage(`"${text}" is not HOST or HOST:PORT`)
  return parsed.data
}

const authProtocols = ['md5', 'sha', 'sha224', 'sha256', 'sha384', 'sha512']
const privProtocols = ['des', 'aes', 'aes256b', 'aes256r']

const protocol = (option: string, text: string | undefined, known: readonly string[]): string | undefined => {
  if (text === undefined || known.includes(text.toLowerCase())) return text?.toLowerCase()
  throw usage(`--${option} is one of ${known.join(', ')}, not "${text}"`)
}

const versions = ['1', '2c', '3'] as const

export const entryFrom = async (address: string, options: Values<typeof accessOptions>): Promise<PduEntry> => {
  const { host, port } = parseHost(address)
  const version = options.snmp === undefined ? 'any' : versions.find(one => one === options.snmp)
  if (version === undefined) throw usage(`--snmp is 1, 2c or 3, not "${options.snmp}"`)
  const community = await secretFrom(
    'community',
    options.community,
    options['community-file'],
    'RACKLIGHT_SNMP_COMMUNITY',
  )
  if (version === '3' && options.user === undefined) throw usage('--snmp 3 needs --user')
  if (options.user === undefined) {
    if (community === undefined)
      throw usage('the community is missing: give --community-file, or RACKLIGHT_SNMP_COMMUNITY')
    return { host, port, version, community }
  }
  const { user } = options
  const auth = protocol('auth', options.auth, authProtocols)
  const priv = protocol('priv', options.priv, privProtocols)
  const authKey = await secretFrom('auth-key', options['auth-key'], options['auth-key-file'], 'RACKLIGHT_SNMP_AUTH_KEY')
  const privKey = await secretFrom('priv-key', options['priv-key'], options['priv-key-file'], 'RACKLIGHT_SNMP_PRIV_KEY')
  const v3 = {
    user,
    ...(auth === undefined ? {} : { authProtocol: auth }),
    ...(authKey === undefined ? {} : { authKey }),
    ...(priv === undefined ? {} : { privProtocol: priv }),
    ...(privKey === undefined ? {} : { privKey }),
  }
  return { host, port, version: '3', community: '', v3 }
}
