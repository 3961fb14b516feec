// The one line `racklight:v1 ...` that a machine's MAAS description carries, among whatever a person wrote there.

export interface OutletLine {
  readonly pdu: string
  readonly outlet: string
  readonly feed: string | null
  readonly grade: string
}

const mark = 'racklight:v1'
const isOurs = (line: string): boolean => /^\s*racklight:v\d+(\s|$)/.test(line)

export function writeOutletLine(outlets: readonly OutletLine[]): string {
  const parts = outlets.map(({ pdu, outlet, feed, grade }) =>
    [`pdu=${quoted(pdu)}`, `outlet=${outlet}`, ...(feed === null ? [] : [`feed=${feed}`]), `grade=${grade}`].join(' '),
  )
  return `${mark} ${parts.join('; ')}`
}

/** The outlets a description names; empty when it has no line of ours or one that cannot be read. */
export function readOutletLines(description: string): OutletLine[] {
  return description
    .split(/\r?\n/)
    .filter(line => line.trim().startsWith(`${mark} `))
    .flatMap(line => line.trim().slice(mark.length).split(';'))
    .flatMap(part => {
      const fields = new Map(
        part
          .trim()
          .split(/\s+/)
          .map(pair => splitOnce(pair)),
      )
      const [pdu, outlet] = [fields.get('pdu'), fields.get('outlet')]
      if (pdu === undefined || outlet === undefined) return []
      return [{ pdu: unquoted(pdu), outlet, feed: fields.get('feed') ?? null, grade: fields.get('grade') ?? '' }]
    })
}

/** Puts `line` in place of an older line of ours, else at the end; the person's own text stays as it is. */
export function withOutletLine(description: string, line: string): string {
  // Split at \n alone: a person's \r stays where it was.
  const lines = description.split('\n')
  const first = lines.findIndex(isOurs)
  if (first < 0) return [description.trim(), line].filter(text => text !== '').join('\n')
  const before = lines.slice(0, first)
  const after = lines.slice(first + 1).filter(text => !isOurs(text))
  return [...before, line, ...after].join('\n').trim()
}

function splitOnce(pair: string): [string, string] {
  const at = pair.indexOf('=')
  return at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)]
}

const quoted = (text: string): string =>
  [...text].map(sign => (/[\s;=%]/.test(sign) ? encodeURIComponent(sign) : sign)).join('')

function unquoted(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
