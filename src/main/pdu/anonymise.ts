// A walk of a PDU as snmprec text that may be sent to strangers: what could name a site, a person or a device is replaced,
// the same by the same; counts, states, loads and the shape of the tables stay.
import type { Varbind } from './snmp-value.ts'

export interface Anonymous {
  readonly text: string
  readonly rows: number
  /** How many different ones were replaced, and how many rows were left out for an address or a name in their index. */
  readonly replaced: {
    readonly texts: number
    readonly bytes: number
    readonly addresses: number
    readonly leftOut: number
  }
}

export interface Known {
  /** Texts that may stay: model, firmware, vendor. */
  readonly plain: readonly string[]
  /** Never to be seen in what is written: address, community, names of users. */
  readonly secret: readonly string[]
}

const sysDescr = '1.3.6.1.2.1.1.1.0'
const harmless =
  /^(on|off|yes|no|ok|none|normal|unknown|n\/a|l[123](-l[123]|-n)?|outlet( \d{1,3})?|[+-]?\d{1,4}(\.\d{1,3})?)?$/i
const dottedQuad = /\b\d{1,3}(\.\d{1,3}){3}\b/g
const macText = /\b[0-9a-f]{2}([:-][0-9a-f]{2}){5}\b/gi
/** "SN: 5A1916E00388", "Serial 123". */
const serialText = /\b(s\/?n|serial( ?(no|number))?)([:#= ]+)([A-Z0-9-]{4,})/gi

export function anonymise(varbinds: readonly Varbind[], { plain, secret }: Known): Anonymous {
  const texts = new Map<string, string>()
  const bytes = new Map<string, string>()
  const addresses = new Map<string, string>()
  let leftOut = 0
  const given = <K>(map: Map<K, string>, key: K, make: (number: number) => string): string => {
    const known = map.get(key) ?? make(map.size + 1)
    map.set(key, known)
    return known
  }
  const address = (quad: string): string =>
    /^(0\.0\.0\.0|255\.)/.test(quad) ? quad : given(addresses, quad, number => `192.0.2.${number % 256}`)
  const word = (text: string): string =>
    given(texts, text, number =>
      `text ${number}`.padEnd(Math.min(text.length, 32), '.').slice(0, Math.max(6, text.length)),
    )

  const found = varbinds.flatMap(({ value }) => (value.kind === 'bytes' ? (printable(value.bytes) ?? []) : []))
  const mayStay = (text: string): boolean => harmless.test(text.trim()) || plain.includes(text.trim())
  const named = [...new Set([...found.filter(text => !mayStay(text)).map(text => text.trim()), ...secret])]
    .filter(text => text.length >= 3)
    .sort((a, b) => b.length - a.length)
  /** Keeps what describes the model, and masks whatever else occurs in it. */
  const masked = (text: string): string => {
    const without = text
      .replace(serialText, (_, label: string, __, ___, gap: string, serial: string) => `${label}${gap}${word(serial)}`)
      .replace(macText, mac => word(mac))
      .replace(dottedQuad, address)
    return named.reduce((rest, name) => (name === text.trim() ? rest : rest.split(name).join(word(name))), without)
  }
  const textOf = (oid: string, text: string): string => {
    if (oid === sysDescr) return masked(text)
    return mayStay(text) && !secret.includes(text.trim()) ? text : word(text.trim())
  }
  const bytesOf = (content: Uint8Array): string => {
    const hex = hexOf(content)
    if (content.length <= 2 || /^(0*|f*)$/.test(hex)) return hex
    // A locally administered address for what may be a MAC, and bytes of the same number for the rest.
    return given(bytes, hex, number => `02${number.toString(16).padStart(hex.length - 2, '0')}`)
  }

  const lines = varbinds.flatMap(({ oid, value, tag }): string[] => {
    switch (value.kind) {
      case 'missing':
        return []
      case 'number':
        return [`${oid}|${tag ?? 2}|${named.includes(String(value.number)) ? 0 : value.number}`]
      case 'oid':
        return [`${oid}|${tag === ipAddress ? `${ipAddress}|${address(value.oid)}` : `6|${value.oid}`}`]
      case 'bytes': {
        const text = printable(value.bytes)
        return [text === null ? `${oid}|4x|${bytesOf(value.bytes)}` : `${oid}|4|${textOf(oid, text)}`]
      }
    }
  })
  const spelt = named
    .filter(text => text.length >= 4)
    .map(text => `.${[...text].map(letter => letter.codePointAt(0)).join('.')}.`)
  const ips = [...addresses.keys(), ...secret.filter(text => /^\d+(\.\d+){3}$/.test(text))].map(ip => `.${ip}.`)
  const kept = lines.filter(line => {
    const index = `.${line.slice(0, line.indexOf('|'))}.`
    const names = [...ips, ...spelt].some(part => index.includes(part))
    if (names) leftOut++
    return !names
  })
  return {
    text: `${kept.join('\n')}\n`,
    rows: kept.length,
    replaced: { texts: texts.size, bytes: bytes.size, addresses: addresses.size, leftOut },
  }
}

const ipAddress = 64

/** As text without trailing NULs, or null where it is none. */
function printable(content: Uint8Array): string | null {
  const text = new TextDecoder('utf-8').decode(content).replace(/\u0000+$/, '')
  return /^[^\p{Cc}\p{Cf}\ufffd|]*$/u.test(text) ? text : null
}

const hexOf = (content: Uint8Array): string => Buffer.from(content).toString('hex')
