// One SNMP conversation with one PDU, one request at a time. The only file that knows the SNMP library.
import snmp from 'net-snmp'
import { fault, ok } from '#core/fault.ts'
import type { Fault, Result } from '#core/fault.ts'
import type { Cancel, Clock, PduAccess } from '#core/ports.ts'
import type { SnmpVersion } from '#core/rack.ts'
import { readAroundGaps } from './gaps.ts'
import type { Failure } from './gaps.ts'
import { guardedSocket } from './guarded-socket.ts'
import { cancelled, failed, garbled, lost, timedOut, v3Refused, whereOf } from './snmp-fault.ts'
import type { SnmpCall } from './snmp-fault.ts'
import { missing } from './snmp-value.ts'
import type { SnmpValue, Varbind } from './snmp-value.ts'

export interface SnmpTimeouts {
  readonly readTimeoutMs: number
  readonly readRetries: number
  readonly setTimeoutMs: number
}

export const usualTimeouts: SnmpTimeouts = { readTimeoutMs: 3000, readRetries: 2, setTimeoutMs: 8000 }

export interface SessionOptions {
  readonly clock: Clock
  readonly timeouts: SnmpTimeouts
  readonly cancel?: Cancel | undefined
}

export type SnmpWrite =
  | { readonly oid: string; readonly type: 'Integer' | 'Gauge32'; readonly value: number }
  | { readonly oid: string; readonly type: 'OctetString'; readonly value: string }

export interface Session {
  readonly version: SnmpVersion
  readonly where: string
  /** Missing instances come back as missing values, in v1 too. */
  get(oids: readonly string[]): Promise<Result<readonly Varbind[]>>
  getNext(oids: readonly string[]): Promise<Result<readonly Varbind[]>>
  /** One list for each OID asked; lists are short or empty where the answer was cut. */
  getBulk(oids: readonly string[], repetitions: number): Promise<Result<readonly (readonly Varbind[])[]>>
  /** Sent once and never repeated; not given up when cancelled, because it may have acted. */
  set(write: SnmpWrite): Promise<Result<void>>
  close(): void
}

type Raw = { oid: string; type?: number; value?: unknown }
type Answered = (error: Error | null, answer?: unknown) => void

/** Opens a socket; nothing is sent before the first request. */
export function openSession(access: PduAccess, version: SnmpVersion, options: SessionOptions): Session {
  const { timeouts, clock, cancel } = options
  const where = whereOf(access)
  let closed = false
  let garbage = 0
  let fail: ((failure: Failure) => void) | undefined
  let queue: Promise<unknown> = Promise.resolve()

  const underlying = connect(access, version, () => {
    // The library has forgotten the request it stumbled over and would stay silent for ever.
    fail?.(failure(garbled(where)))
  })
  // Without a listener a malformed packet would end the program.
  underlying.on('error', () => garbage++)

  function request<T>(kind: SnmpCall['kind'], start: (answered: Answered) => void): Promise<Result<T, Failure>> {
    const tries = kind === 'set' ? 1 : timeouts.readRetries + 1
    const timeoutMs = kind === 'set' ? timeouts.setTimeoutMs : timeouts.readTimeoutMs
    const call: SnmpCall = { where, version, kind, waitMs: timeoutMs * tries }
    const stop = kind === 'set' ? undefined : cancel
    const work = queue.then(() => {
      if (closed) return { ok: false as const, fault: failure(fault('bug', where, 'The session is closed.').fault) }
      if (cancel?.aborted) return { ok: false as const, fault: failure(cancelled(where)) }
      return new Promise<Result<T, Failure>>(resolve => {
        const settle = (result: Result<T, Failure>): void => {
          clearTimeout(deadline)
          stop?.removeEventListener('abort', abort)
          fail = undefined
          resolve(result)
        }
        const abort = (): void => settle({ ok: false, fault: failure(cancelled(where)) })
        // The library's own timers do not run when its socket fails to open. v3 may take three exchanges.
        const exchanges = version === '3' ? 3 : 1
        const deadline = setTimeout(
          () => settle({ ok: false, fault: failure(timedOut(call)) }),
          call.waitMs * exchanges + 1000,
        )
        fail = lastly => settle({ ok: false, fault: lastly })
        stop?.addEventListener('abort', abort)
        garbage = 0
        Object.assign(underlying, { timeout: timeoutMs, retries: tries - 1 })
        start((error, answer) =>
          settle(error ? { ok: false, fault: failureOf(error, call, garbage > 0) } : ok(answer as T)),
        )
      })
    })
    queue = work
    return clock.io(work)
  }

  const ask = (next: boolean) => async (oids: readonly string[]) => {
    const answer = await request<Raw[]>('read', answered =>
      next ? underlying.getNext([...oids], answered) : underlying.get([...oids], answered),
    )
    return answer.ok ? ok(answer.value.map(toVarbind)) : answer
  }

  const read = async (oids: readonly string[], next: boolean): Promise<Result<readonly Varbind[]>> =>
    version === '1' ? readAroundGaps(ask(next), oids, next) : plain(await ask(next)(oids))

  return {
    version,
    where,
    get: oids => read(oids, false),
    getNext: oids => read(oids, true),
    getBulk: async (oids, repetitions) => {
      const answer = plain(
        await request<Raw[][]>('read', answered => underlying.getBulk([...oids], 0, repetitions, answered)),
      )
      return answer.ok ? ok(oids.map((_, at) => (answer.value[at] ?? []).map(toVarbind))) : answer
    },
    set: async write => {
      const varbind = { oid: write.oid, type: snmp.ObjectType[write.type], value: write.value }
      const answer = plain(await request<Raw[]>('set', answered => underlying.set([varbind], answered)))
      if (!answer.ok) return answer
      // Some agents "accept" a SET on an instance they do not have.
      if (answer.value.every(raw => toVarbind(raw).value.kind !== 'missing')) return ok(undefined)
      return fault('gone', where, 'The PDU has no such outlet to switch.', 'Probe it again.')
    },
    close: () => {
      if (!closed) underlying.close()
      closed = true
    },
  }
}

const failure = (reason: Fault): Failure => ({ reason, status: 0, oid: '' })

const plain = <T>(answer: Result<T, Failure>): Result<T> =>
  answer.ok ? answer : { ok: false, fault: answer.fault.reason }

function connect(access: PduAccess, version: SnmpVersion, stumbled: () => void): snmp.Session {
  const { host, port } = access.address
  const options = {
    port,
    transport: host.includes(':') ? ('udp6' as const) : ('udp4' as const),
    backwardsGetNexts: false,
    reportOidMismatchErrors: true,
    dgramModule: guardedSocket(stumbled),
  }
  if (version !== '3')
    return snmp.createSession(host, access.community, {
      ...options,
      version: version === '1' ? snmp.Version1 : snmp.Version2c,
    })
  const { user = '', authProtocol = 'sha', authKey, privProtocol = 'aes', privKey } = access.v3 ?? {}
  const auth = authKey ? { authProtocol: protocolOf(snmp.AuthProtocols, authProtocol, 'sha'), authKey } : {}
  const priv = authKey && privKey ? { privProtocol: protocolOf(snmp.PrivProtocols, privProtocol, 'aes'), privKey } : {}
  const level = 'privKey' in priv ? 'authPriv' : 'authKey' in auth ? 'authNoPriv' : 'noAuthNoPriv'
  return snmp.createV3Session(host, { name: user, level: snmp.SecurityLevel[level], ...auth, ...priv }, options)
}

/** "SHA-256", "sha256" and "AES" all name what the library calls sha256 and aes. */
function protocolOf<P extends number>(known: Record<string, string | P>, name: string, usual: string): P {
  const found = known[name.toLowerCase().replace(/[^a-z0-9]/g, '')] ?? known[usual]
  return found as P
}

function failureOf(error: Error, call: SnmpCall, garbage: boolean): Failure {
  if (error.name === 'RequestTimedOutError') return failure(garbage ? garbled(call.where) : timedOut(call))
  if (error instanceof snmp.RequestFailedError) {
    const status = Number(error.status)
    return { reason: failed(call, status), status, oid: /: ([\d.]+)$/.exec(error.message)?.[1] ?? '' }
  }
  if (error instanceof snmp.ResponseInvalidError) {
    const refused = call.version === '3' && error.code === snmp.ResponseInvalidCode.EAuthFailure
    return failure(refused ? v3Refused(call.where) : garbled(call.where))
  }
  const code = 'code' in error ? String(error.code) : ''
  return failure(code === '' ? garbled(call.where) : lost(call.where, code))
}

const absent: ReadonlySet<number> = new Set([
  snmp.ObjectType.NoSuchObject,
  snmp.ObjectType.NoSuchInstance,
  snmp.ObjectType.EndOfMibView,
])

function toVarbind(raw: Raw): Varbind {
  return { oid: raw.oid, value: toValue(raw) }
}

function toValue(raw: Raw): SnmpValue {
  const { type, value } = raw
  if (type === undefined || absent.has(type)) return missing
  if (type === snmp.ObjectType.Counter64 && Buffer.isBuffer(value))
    return { kind: 'number', number: Number(BigInt(`0x${value.toString('hex') || '0'}`)) }
  if (typeof value === 'number') return { kind: 'number', number: value }
  if (Buffer.isBuffer(value)) return { kind: 'bytes', bytes: value }
  if (typeof value === 'string') return { kind: 'oid', oid: value }
  return missing
}
