// The options that say how a PDU is reached.
import { Address, authProtocols, privProtocols, SnmpUser } from '#core/rack.ts'
import type { PduEntry } from '#ipc/contract.ts'
import { usage, type Specs, type Values } from './frame.ts'
import { secretFrom } from './secret.ts'

export const accessOptions = {
  community: { type: 'string', value: 'TEXT', says: 'SNMP community, for trying out' },
  'community-file': { type: 'string', value: 'FILE', says: 'file with the community; - is standard input' },
  snmp: { type: 'string', value: '1|2c|3', says: 'speak this version only' },
  user: { type: 'string', value: 'NAME', says: 'SNMPv3 user' },
  auth: { type: 'string', value: 'PROTOCOL', says: `SNMPv3 authentication: ${authProtocols.join(', ')}` },
  'auth-key': { type: 'string', value: 'TEXT', says: 'its passphrase, for trying out' },
  'auth-key-file': { type: 'string', value: 'FILE', says: 'file with its passphrase; - is standard input' },
  priv: { type: 'string', value: 'PROTOCOL', says: `SNMPv3 privacy: ${privProtocols.join(', ')}` },
  'priv-key': { type: 'string', value: 'TEXT', says: 'its passphrase, for trying out' },
  'priv-key-file': { type: 'string', value: 'FILE', says: 'file with its passphrase; - is standard input' },
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

/** The names net-snmp's tools and the PDUs' own pages use, besides ours. */
const otherNames: Readonly<Record<string, string>> = {
  sha1: 'sha',
  aes128: 'aes',
  aes256: 'aes256b',
  aes256c: 'aes256r',
}

const protocol = <P extends string>(option: string, text: string, known: readonly P[]): P => {
  const name = text.toLowerCase().replace(/[^a-z0-9]/g, '')
  const found = known.find(one => one === (otherNames[name] ?? name))
  if (found === undefined) throw usage(`--${option} is one of ${known.join(', ')}, not "${text}"`)
  return found
}

/** The key that belongs to a protocol; one without the other is wrong usage, never a weaker level. */
const keyFor = async (
  kind: 'auth' | 'priv',
  wanted: boolean,
  option: string | undefined,
  file: string | undefined,
): Promise<string | undefined> => {
  const variable = `RACKLIGHT_SNMP_${kind.toUpperCase()}_KEY`
  if (!wanted) {
    if (option !== undefined || file !== undefined) throw usage(`--${kind}-key needs --${kind} with its protocol`)
    return undefined
  }
  const key = await secretFrom(`${kind}-key`, option, file, variable)
  if (key) return key
  throw usage(`--${kind} needs its key: give --${kind}-key-file, or ${variable}`)
}

const userFrom = async (user: string, options: Values<typeof accessOptions>): Promise<SnmpUser> => {
  const { auth, priv } = options
  const authProtocol = auth === undefined ? undefined : protocol('auth', auth, authProtocols)
  const privProtocol = priv === undefined ? undefined : protocol('priv', priv, privProtocols)
  if (privProtocol !== undefined && authProtocol === undefined)
    throw usage('--priv needs --auth: SNMPv3 has no privacy alone')
  const authKey = await keyFor('auth', auth !== undefined, options['auth-key'], options['auth-key-file'])
  const privKey = await keyFor('priv', priv !== undefined, options['priv-key'], options['priv-key-file'])
  const parsed = SnmpUser.safeParse({ user, authProtocol, authKey, privProtocol, privKey })
  if (!parsed.success) throw usage('--user is a name of 1 to 32 characters')
  return parsed.data
}

const versions = ['1', '2c', '3'] as const

export const entryFrom = async (address: string, options: Values<typeof accessOptions>): Promise<PduEntry> => {
  const { host, port } = parseHost(address)
  const version = options.snmp === undefined ? 'any' : versions.find(one => one === options.snmp)
  if (version === undefined) throw usage(`--snmp is 1, 2c or 3, not "${options.snmp}"`)
  if (version === '3' && options.user === undefined) throw usage('--snmp 3 needs --user')
  if (options.user !== undefined) {
    if (version !== 'any' && version !== '3') throw usage(`--user belongs to SNMPv3, not to --snmp ${version}`)
    return { host, port, version: '3', community: '', v3: await userFrom(options.user, options) }
  }
  if (options.auth !== undefined || options.priv !== undefined) throw usage('--auth and --priv need --user')
  const community = await secretFrom(
    'community',
    options.community,
    options['community-file'],
    'RACKLIGHT_SNMP_COMMUNITY',
  )
  if (community === undefined)
    throw usage('the community is missing: give --community-file, or RACKLIGHT_SNMP_COMMUNITY')
  return { host, port, version, community }
}
