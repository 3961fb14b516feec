// Settings: a table of JSON values under a schema that the caller gives, with the schema's defaults.
import type { z } from 'zod'
import { fault, ok, type Result } from '#core/fault.ts'
import type { Database } from './database.ts'
import { attempt } from './sqlite-fault.ts'

export interface Settings<S> {
  /** All settings; what was never set has its default. A stored value that no longer fits is a fault that names it. */
  get(): Result<S>
  /** Changes some; `undefined` gives one back to its default. All or none is written. */
  set(changes: { readonly [K in keyof S]?: S[K] | undefined }): Result<S>
}

/** `schema` is a zod object in which every key has a default. Keys it does not know (from a newer version) are left alone. */
export function openSettings<Shape extends z.ZodRawShape>(
  db: Database,
  schema: z.ZodObject<Shape>,
): Settings<z.infer<z.ZodObject<Shape>>> {
  type S = z.infer<z.ZodObject<Shape>>
  const all = db.prepare<[], { key: string; value: string }>('SELECT key, value FROM setting')
  const put = db.prepare<[string, string]>(
    'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  )
  const drop = db.prepare<[string]>('DELETE FROM setting WHERE key = ?')

  function stored(except: readonly string[]): Result<Record<string, unknown>> {
    const values: Record<string, unknown> = {}
    for (const { key, value } of all.all()) {
      if (!Object.hasOwn(schema.shape, key) || except.includes(key)) continue
      try {
        values[key] = JSON.parse(value)
      } catch {
        return unfit(key, 'it is not JSON')
      }
    }
    return ok(values)
  }

  function parse(values: Record<string, unknown>): Result<S> {
    const parsed = schema.safeParse(values)
    if (parsed.success) return ok(parsed.data)
    const issue = parsed.error.issues[0]
    return unfit(issue?.path.join('.') ?? '', issue?.message ?? 'it does not fit')
  }

  const change = db.transaction((changes: Record<string, unknown>): Result<S> => {
    const keys = Object.keys(changes)
    const kept = stored(keys)
    if (!kept.ok) return kept
    const parsed = parse({ ...kept.value, ...changes })
    if (!parsed.ok) return parsed
    for (const key of keys) {
      if (changes[key] === undefined) drop.run(key)
      else put.run(key, JSON.stringify(changes[key]))
    }
    return parsed
  })

  const flat = (outer: Result<Result<S>>): Result<S> => (outer.ok ? outer.value : outer)
  return {
    get: () =>
      flat(
        attempt(db.name, () => {
          const values = stored([])
          return values.ok ? parse(values.value) : values
        }),
      ),
    set: changes => {
      const stranger = Object.keys(changes).find(key => !Object.hasOwn(schema.shape, key))
      if (stranger !== undefined) return unfit(stranger, 'there is no such setting')
      return flat(attempt(db.name, () => change.immediate({ ...changes })))
    },
  }
}

const unfit = (key: string, why: string): Result<never> =>
  fault('malformed', `setting ${key}`, why, 'Set it again, or give it back to its default.')
