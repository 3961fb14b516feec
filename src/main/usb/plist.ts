// Property lists as macOS programs print them with `-plist`: XML of a few elements, none of them with attributes that matter.

export type Plist = string | number | boolean | readonly Plist[] | { readonly [key: string]: Plist }

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }
const decode = (text: string): string =>
  text.replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (whole, dec: string, hex: string, name: string) => {
    if (dec) return String.fromCodePoint(Number(dec))
    if (hex) return String.fromCodePoint(Number.parseInt(hex, 16))
    return entities[name] ?? whole
  })

/** Reads one property list; throws where it is none. */
export const parsePlist = (xml: string): Plist => {
  const tokens = xml.matchAll(
    /<(\/?)(plist|dict|array|key|string|integer|real|true|false|date|data)\b[^>]*?(\/?)>([^<]*)/g,
  )
  const next = (): { open: boolean; name: string; empty: boolean; text: string } => {
    const { value } = tokens.next()
    if (!value) throw new Error('the property list ends early')
    const [, slash = '', name = '', closed = '', text = ''] = value
    return { open: slash === '', name, empty: closed !== '', text }
  }
  const close = (name: string): void => {
    const token = next()
    if (token.open || token.name !== name) throw new Error(`<${name}> is not closed`)
  }
  const valueOf = ({ name, empty, text }: ReturnType<typeof next>): Plist => {
    if (name === 'true' || name === 'false') {
      if (!empty) close(name)
      return name === 'true'
    }
    if (name === 'dict') return empty ? {} : dict()
    if (name === 'array') return empty ? [] : array()
    if (!empty) close(name)
    return name === 'integer' || name === 'real' ? Number(text) : decode(text)
  }
  const dict = (): Plist => {
    const found: Record<string, Plist> = Object.create(null) as Record<string, Plist>
    for (let token = next(); token.open; token = next()) {
      if (token.name !== 'key') throw new Error('a value without a key')
      if (!token.empty) close('key')
      found[decode(token.text)] = valueOf(next())
    }
    return found
  }
  const array = (): Plist => {
    const found: Plist[] = []
    for (let token = next(); token.open; token = next()) found.push(valueOf(token))
    return found
  }
  const top = next()
  if (!top.open || top.name !== 'plist') throw new Error('it is no property list')
  return valueOf(next())
}
