// Questions to MAAS's API 2.0: signed, timed, read into the fields we use, and told as a fault when they fail.
import type { z } from 'zod'
import { fault, ok } from '#core/fault.ts'
import type { Result } from '#core/fault.ts'
import type { Cancel, Clock } from '#core/ports.ts'
import { parseApiKey, parseMaasUrl } from './access.ts'
import type { ApiKey, MaasAccess } from './access.ts'
import { connectionFault, readRefusedKey, redirectFault, statusFault } from './fault.ts'
import { oauthHeader } from './oauth.ts'
import { exchange } from './transport.ts'
import type { HttpAnswer, HttpRequest } from './transport.ts'

/** Names may repeat, as MAAS's lists want it. */
export type Pairs = readonly (readonly [name: string, value: string])[]

export interface Ask {
  readonly query?: Pairs
  /** Lists of machines take MAAS about 25 ms a machine. */
  readonly long?: boolean
  readonly cancel?: Cancel | undefined
}

export interface MaasClient {
  readonly where: string
  readonly clock: Clock
  /** `path` below `/MAAS/api/2.0/`, with its trailing slash. */
  get<T>(path: string, shape: z.ZodType<T>, ask?: Ask): Promise<Result<T>>
  put<T>(path: string, form: Pairs, shape: z.ZodType<T>, ask?: Ask): Promise<Result<T>>
  post<T>(path: string, form: Pairs, shape: z.ZodType<T>, ask?: Ask): Promise<Result<T>>
}

export interface ClientTimes {
  readonly smallMs: number
  readonly longMs: number
  /** The longest that a `Retry-After` of MAAS is obeyed. */
  readonly maxRetryWaitMs: number
}

const defaultTimes: ClientTimes = { smallMs: 10_000, longMs: 120_000, maxRetryWaitMs: 10_000 }
const maxBusy = 3

/** A client for this MAAS; fails at once, and sends nothing, when the address or the key is malformed. */
export function makeMaasClient(access: MaasAccess, clock: Clock, times: Partial<ClientTimes> = {}): Result<MaasClient> {
  const url = parseMaasUrl(access.url)
  if (!url.ok) return url
  const key = parseApiKey(access.apiKey)
  if (!key.ok) return key
  const where = `MAAS at ${url.value.href}`
  const line = new Line({
    base: url.value,
    key: key.value,
    tls: access.tls,
    where,
    clock,
    times: { ...defaultTimes, ...times },
  })
  return ok({
    where,
    clock,
    get: (path, shape, ask) => line.ask('GET', path, null, shape, ask),
    put: (path, form, shape, ask) => line.ask('PUT', path, form, shape, ask),
    post: (path, form, shape, ask) => line.ask('POST', path, form, shape, ask),
  })
}

interface LineOptions {
  readonly base: URL
  readonly key: ApiKey
  readonly tls: MaasAccess['tls']
  readonly where: string
  readonly clock: Clock
  readonly times: ClientTimes
}

class Line {
  readonly #options: LineOptions
  /** How far MAAS's clock is ahead of ours; learned when it says so. */
  #aheadMs = 0

  constructor(options: LineOptions) {
    this.#options = options
  }

  async ask<T>(
    method: HttpRequest['method'],
    path: string,
    form: Pairs | null,
    shape: z.ZodType<T>,
    ask: Ask = {},
  ): Promise<Result<T>> {
    const url = new URL(`${this.#options.base.href}/api/2.0/${path}`)
    url.search = encode(ask.query ?? [])
    const answer = await this.#answer({ method, url, form }, ask)
    return answer.ok ? this.#read(answer.value, shape) : answer
  }

  async #answer(
    what: { method: HttpRequest['method']; url: URL; form: Pairs | null },
    ask: Ask,
  ): Promise<Result<HttpAnswer>> {
    const { where, clock, times, key } = this.#options
    const timeoutMs = ask.long === true ? times.longMs : times.smallMs
    let rekeyed = false
    for (let busy = 0; ;) {
      let answer: HttpAnswer
      try {
        answer = await this.#exchange(what, timeoutMs, ask.cancel)
      } catch (error) {
        return connectionFault(where, error, timeoutMs)
      }
      if (answer.status < 300) return ok(answer)
      if (answer.status < 400) return redirectFault(where, what.url, answer)
      if (answer.status === 401 && !rekeyed && this.#learn(answer)) {
        rekeyed = true
        continue
      }
      if (answer.status !== 503 || what.method !== 'GET' || ++busy >= maxBusy) return statusFault(where, answer, key)
      if (!(await clock.wait(this.#retryAfterMs(answer), ask.cancel)))
        return fault('cancelled', where, 'The question to MAAS was called off.')
    }
  }

  #exchange(what: { method: HttpRequest['method']; url: URL; form: Pairs | null }, timeoutMs: number, cancel?: Cancel) {
    const { clock, key, tls } = this.#options
    const body = what.form === null ? null : encode(what.form)
    const headers = {
      Authorization: oauthHeader(key, clock.now() + this.#aheadMs),
      Accept: 'application/json',
      ...(body === null
        ? {}
        : { 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': String(Buffer.byteLength(body)) }),
    }
    const request = { method: what.method, url: what.url, headers, body }
    return exchange(request, { clock, timeoutMs, cancel, ...(tls === undefined ? {} : { tls }) })
  }

  /** True when the refusal was about the time or the nonce, so that a new header may do; nothing was executed then. */
  #learn(answer: HttpAnswer): boolean {
    const why = readRefusedKey(answer)
    if (why !== 'expired') return why === 'nonce'
    const theirs = Date.parse(String(answer.headers.date ?? ''))
    if (Number.isNaN(theirs)) return false
    this.#aheadMs = theirs - this.#options.clock.now()
    return true
  }

  #retryAfterMs(answer: HttpAnswer): number {
    const seconds = Number(answer.headers['retry-after'] ?? 1)
    const asked = Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : 1000
    return Math.min(asked, this.#options.times.maxRetryWaitMs)
  }

  #read<T>(answer: HttpAnswer, shape: z.ZodType<T>): Result<T> {
    const { where } = this.#options
    const mend = 'See whether the address is that of a MAAS, version 3.3 or later.'
    let json: unknown
    try {
      json = JSON.parse(answer.body)
    } catch {
      return fault('malformed', where, 'The answer is not JSON.', mend)
    }
    const read = shape.safeParse(json)
    if (read.success) return ok(read.data)
    const field = read.error.issues[0]?.path.join('.') ?? ''
    return fault('malformed', where, `The answer is not what MAAS gives${field === '' ? '' : ` (at ${field})`}.`, mend)
  }
}

function encode(pairs: Pairs): string {
  const search = new URLSearchParams()
  for (const [name, value] of pairs) search.append(name, value)
  return search.toString()
}
