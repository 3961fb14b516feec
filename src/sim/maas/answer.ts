// The shapes in which MAAS answers: JSON indented by four, plain sentences, and HTML for a refused key.

export interface Answer {
  readonly status: number
  readonly type: string
  readonly body: string
  readonly headers?: Readonly<Record<string, string>>
}

const jsonType = 'application/json; charset=utf-8'

export const json = (value: unknown): Answer => ({ status: 200, type: jsonType, body: JSON.stringify(value, null, 4) })

/** Refused fields, each with its sentences. */
export const formErrors = (errors: Readonly<Record<string, readonly string[]>>): Answer => ({
  status: 400,
  type: jsonType,
  body: JSON.stringify(errors),
})

export const sentence = (status: number, body = ''): Answer => ({ status, type: 'text/plain; charset=utf-8', body })

/** What the framework below MAAS says by itself: no charset. */
export const bare = (status: number, body = ''): Answer => ({ status, type: 'text/plain', body })

export const refusedKey = (why: string): Answer => ({
  status: 401,
  type: 'text/html; charset=utf-8',
  body: `Authorization Error: ${why}`,
  headers: { 'WWW-Authenticate': 'OAuth realm="OAuth"' },
})

export const methodNotAllowed = (allow: string): Answer => ({
  status: 405,
  type: 'text/html; charset=utf-8',
  body: '',
  headers: { Allow: allow },
})

export const unrecognised = (method: string, op: string | null): Answer =>
  sentence(400, `Unrecognised signature: method=${method} op=${op ?? 'None'}`)

/** MAAS can do this and the double cannot: said, never guessed. */
export const notModelled = (what: string): Answer => sentence(501, `The MAAS double does not model ${what}.`)

export const unknownMachine = (what: 'Machine' | 'Node'): Answer => bare(404, `No ${what} matches the given query.`)
