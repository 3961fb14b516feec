// JSON as a key may hold it: valid UTF-8, no name twice in one object.

/** Parses JSON text or bytes; undefined when it is not JSON, not UTF-8, or says a name twice. */
export const parseStrictJson = (source: string | Uint8Array): { value: unknown } | { problem: string } => {
  let text: string
  try {
    text =
      typeof source === 'string' ? source : new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(source)
  } catch {
    return { problem: 'it is not UTF-8 text' }
  }
  try {
    const value: unknown = JSON.parse(text)
    const twice = duplicateName(text)
    return twice === undefined ? { value } : { problem: `it says "${printable(twice)}" twice` }
  } catch {
    return { problem: 'it is not JSON' }
  }
}

// Walks text that JSON.parse has already accepted, so only strings and structure need telling apart.
const duplicateName = (text: string): string | undefined => {
  const names: (Set<string> | null)[] = []
  let last: string | undefined
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]:,]/g)) {
    if (token === '{') names.push(new Set())
    else if (token === '[') names.push(null)
    else if (token === '}' || token === ']') names.pop()
    else if (token === ':' && last !== undefined) {
      const name = String(JSON.parse(last))
      const seen = names.at(-1)
      if (seen?.has(name)) return name
      seen?.add(name)
    }
    last = token.startsWith('"') ? token : undefined
  }
  return undefined
}

const printable = (name: string): string => name.replace(/[^ -~]/g, '?').slice(0, 40)
