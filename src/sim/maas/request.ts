// A request as the double reads it: path with single slashes, query and fields in order, and what kind of body it had.
import type { Answer } from './answer.ts'
import { bare, sentence } from './answer.ts'

export type Fields = readonly (readonly [name: string, value: string])[]

export interface SimRequest {
  readonly method: string
  readonly path: string
  readonly query: Fields
  readonly fields: Fields
  /** False where the content type hides the fields from MAAS. */
  readonly readable: boolean
  readonly authorization: string | null
}

export const valuesOf = (fields: Fields, name: string): string[] =>
  fields.filter(([other]) => other === name).map(([, value]) => value)
export const valueOf = (fields: Fields, name: string): string | null => valuesOf(fields, name).at(-1) ?? null

/** `op` stands in the query, or in the form. */
export const opOf = (request: SimRequest): string | null =>
  valueOf(request.query, 'op') ?? valueOf(request.fields, 'op')

/** MAAS's booleans: true, 1, yes, on in any case. */
export const truthy = (value: string | null): boolean => value !== null && /^(true|1|yes|on|t|y)$/i.test(value)

export function readRequest(
  method: string,
  target: string,
  headers: { readonly contentType: string | null; readonly authorization: string | null },
  body: string,
): SimRequest | Answer {
  const at = target.indexOf('?')
  const path = decodeURIComponent(at < 0 ? target : target.slice(0, at)).replace(/\/{2,}/g, '/')
  const query = [...new URLSearchParams(at < 0 ? '' : target.slice(at + 1))]
  const common = { method, path, query, authorization: headers.authorization }
  const type = headers.contentType ?? ''
  if (type.startsWith('application/x-www-form-urlencoded'))
    return { ...common, fields: [...new URLSearchParams(body)], readable: true }
  if (type.startsWith('multipart/form-data')) return { ...common, fields: multipart(type, body), readable: true }
  if (!type.startsWith('application/json')) return { ...common, fields: [], readable: body === '' && method === 'GET' }
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    return bare(400, 'Bad Request')
  }
  if (Array.isArray(value)) return sentence(500, "'list' object has no attribute 'get'")
  return { ...common, fields: jsonFields(value), readable: true }
}

function jsonFields(value: unknown): Fields {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, one]): [string, string][] => {
    if (Array.isArray(one)) return one.map((item): [string, string] => [name, String(item)])
    if (typeof one === 'object' && one !== null) return [[name, JSON.stringify(one)]]
    return one === null ? [] : [[name, String(one)]]
  })
}

function multipart(type: string, body: string): Fields {
  const boundary = /boundary="?([^";]+)"?/.exec(type)?.[1]
  if (boundary === undefined) return []
  return body.split(`--${boundary}`).flatMap((part): [string, string][] => {
    const found = /^\r?\n([\s\S]*?)\r?\n\r?\n([\s\S]*?)\r?\n$/.exec(part)
    const name = /[; ]name="([^"]*)"/.exec(found?.[1] ?? '')?.[1]
    return name === undefined ? [] : [[name, found?.[2] ?? '']]
  })
}
