// What MAAS says is taken: matching the addresses its machines name against the PDUs of this site.

/** A machine as MAAS names its outlet. `address` is kept as MAAS wrote it; `outlet` null means no clear outlet number. */
export interface NamedOutlet {
  readonly systemId: string
  readonly hostname: string
  readonly address: string
  readonly outlet: string | null
  readonly powerType: string | null
}

export interface PduNames {
  readonly id: string
  readonly host: string
  /** Other names and addresses of the same PDU, as a resolver or a person knows them. */
  readonly aliases: readonly string[]
}

/** One outlet of a PDU of ours, or all of it (`outlet` null), taken by a MAAS machine. */
export interface TakenOutlet {
  readonly pdu: string
  readonly outlet: string | null
  readonly systemId: string
  readonly hostname: string
}

/** Every outlet of `pdus` that a MAAS machine names; a machine that names a PDU without a clear outlet takes it whole. */
export function outletsNamed(named: readonly NamedOutlet[], pdus: readonly PduNames[]): TakenOutlet[] {
  return named.flatMap(({ systemId, hostname, address, outlet }) =>
    pdus
      .filter(pdu => namesPdu(address, pdu))
      .map(pdu => ({
        pdu: pdu.id,
        outlet: outlet === null ? null : (clearOutlet(outlet) ?? chainedOutlet(outlet)),
        systemId,
        hostname,
      })),
  )
}

/** True when the text is, or holds as a whole word, one of the PDU's names. */
export const namesPdu = (text: string, pdu: PduNames): boolean =>
  [pdu.id, pdu.host, ...pdu.aliases].some(
    // Short names turn up in a URI by chance.
    name => name !== '' && (sameHost(text, name) || (name.length > 4 && mentions(text, name))),
  )

/** The number MAAS's driver would put into the OID, or null where the text is no plain number. */
export function clearOutlet(text: string): string | null {
  const digits = /^\s*0*([1-9]\d{0,2})\s*$/.exec(text)?.[1]
  return digits ?? null
}

const chainedOutlet = (text: string): string | null => (/^\d{1,3}\.\d{1,3}$/.test(text) ? text : null)

export const sameHost = (a: string, b: string): boolean => bareHost(a) === bareHost(b)

/** Lower case, without scheme, user, port, brackets, path and final dot; IPv6 written out in full. */
export function bareHost(text: string): string {
  const rest = text
    .trim()
    .toLowerCase()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//, '')
    .replace(/^(udp6?|tcp6?):(?=.)/, '')
  const authority = rest.split(/[/?#]/)[0]?.replace(/^[^@]*@/, '') ?? ''
  const bracketed = /^\[([^\]]*)\](:\d+)?$/.exec(authority)?.[1]
  if (bracketed !== undefined) return fullIpv6(bracketed)
  if (authority.split(':').length > 2) return fullIpv6(authority)
  return authority.replace(/:\d*$/, '').replace(/\.$/, '')
}

function fullIpv6(text: string): string {
  const [head = '', tail, ...more] = (text.split('%')[0] ?? '').split('::')
  const groups = (part: string): string[] => (part === '' ? [] : part.split(':'))
  const before = groups(head)
  const after = tail === undefined ? [] : groups(tail)
  const gap = tail === undefined ? 0 : 8 - before.length - after.length
  const all = [...before, ...Array<string>(Math.max(0, gap)).fill('0'), ...after]
  const valid = more.length === 0 && all.length === 8 && all.every(group => /^[0-9a-f]{1,4}$/.test(group))
  return valid ? all.map(group => group.replace(/^0+(?=.)/, '')).join(':') : text
}

function mentions(text: string, name: string): boolean {
  const [where, what] = [text.toLowerCase(), name.toLowerCase().replace(/\.$/, '')]
  for (let at = where.indexOf(what); at >= 0; at = where.indexOf(what, at + 1)) {
    const before = where[at - 1] ?? ' '
    const after = where.slice(at + what.length)
    if (!/[a-z0-9.-]/.test(before) && !/^([a-z0-9-]|\.\d)/.test(after)) return true
  }
  return false
}
