// One SNMP conversation with one PDU, one request at a time. The only file that knows the SNMP library.
import snmp from 'net-snmp'
import { fault, ok } from '#core/fault.ts'
import type { Fault, Result } from '#core/fault.ts'
import type { Cancel, Clock, PduAccess } from '#core/ports.ts'
import type { SnmpVersion } from '#core/rack.ts'
import { readAroundGaps } from './gaps.ts'
import type { Failure } from './gaps.ts'
import { guardedSocket } from './guarded-socket.ts'
import type { Guard } from './guarded-socket.ts'
import { toVarbind } from './library-value.ts'
import type { Raw } from './library-value.ts'
import { readPacket, reportTag } from './packet.ts'
import { cancelled, failed, garbled, lost, timedOut, whereOf } from './snmp-fault.ts'
import type { SnmpCall } from './snmp-fault.ts'
import type { Varbind } from './snmp-value.ts'
import { complainedOf, complaints, deafToUser, outOfTime, unreadable } from './v3-fault.ts'

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
  /** Whether anything at all has come from there in proper SNMP. */
  readonly heardAny: boolean
  /** Missing instances come back as missing values, in v1 too. */
  get(oids: readonly string[]): Promise<Result<readonly Varbind[]>>
  getNext(oids: readonly string[]): Promise<Result<readonly Varbind[]>>
  /** One list for each OID asked; lists are short or empty where the answer was cut. */
  getBulk(oids: readonly string[], repetitions: number): Promise<Result<readonly (readonly Varbind[])[]>>
  /** Sent once and never repeated; not given up when cancelled, because it may have acted. */
  set(write: SnmpWrite): Promise<Result<void>>
  close(): void
}

type Answered = (error: Error | null, answer?: unknown) => void

/** Opens a socket; nothing is sent before the first request. */
export function openSession(access: PduAccess, version: SnmpVersion, options: SessionOptions): Session {
  const { timeouts, clock, cancel } = options
  const where = whereOf(access)
  const wantsSigned = version === '3' && access.v3?.authKey !== undefined
  let closed = false
  let everAnswered = false
  let heardAny = false
  let hearing: Hearing = { garbage: false, heard: false, complaint: 0 }
  let fail: ((failure: Failure) => void) | undefined
  let queue: Promise<unknown> = Promise.resolve()

  const admits = (bytes: Uint8Array): boolean => {
    const packet = readPacket(bytes)
    // The library would take an unsigned answer for a signed one; only reports may come unsigned.
    const fits = packet !== null && (packet.signed || !wantsSigned || packet.pduTag === reportTag)
    heardAny ||= fits
    hearing = fits ? { ...hearing, heard: true, complaint: packet.complaint } : { ...hearing, garbage: true }
    return fits
  }
  const reach = (): snmp.Session => {
    const session = connect(access, version, {
      admits,
      // The library has forgotten the request it stumbled over and would stay silent for ever.
      stumbled: () => fail?.(failure(garbled(where))),
    })
    // Without a listener a malformed packet would end the program.
    session.on('error', () => (hearing = { ...hearing, garbage: true }))
    return session
  }
  let underlying = reach()

  function attempt<T>(call: SnmpCall, start: (answered: Answered) => void): Promise<Result<T, SessionFailure>> {
    const stop = call.kind === 'set' ? undefined : cancel
    return new Promise<Result<T, SessionFailure>>(resolve => {
      const settle = (result: Result<T, SessionFailure>): void => {
        clearTimeout(deadline)
        stop?.removeEventListener('abort', abort)
        fail = undefined
        everAnswered ||= result.ok
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
      hearing = { garbage: false, heard: false, complaint: 0 }
      start((error, answer) =>
        settle(error ? { ok: false, fault: failureOf(error, call, { ...hearing, everAnswered }) } : ok(answer as T)),
      )
    })
  }

  function request<T>(
    kind: SnmpCall['kind'],
    start: (session: snmp.Session, answered: Answered) => void,
  ): Promise<Result<T, SessionFailure>> {
    const tries = kind === 'set' ? 1 : timeouts.readRetries + 1
    const timeoutMs = kind === 'set' ? timeouts.setTimeoutMs : timeouts.readTimeoutMs
    const call: SnmpCall = { where, version, kind, waitMs: timeoutMs * tries }
    const send = (): Promise<Result<T, SessionFailure>> => {
      Object.assign(underlying, { timeout: timeoutMs, retries: tries - 1 })
      return attempt<T>(call, answered => start(underlying, answered))
    }
    const work = queue.then(async () => {
      if (closed) return { ok: false as const, fault: failure(fault('bug', where, 'The session is closed.').fault) }
      if (cancel?.aborted) return { ok: false as const, fault: failure(cancelled(where)) }
      const answer = await send()
      if (answer.ok || !answer.fault.lostStep || kind === 'set' || closed) return answer
      // A PDU that counts its restarts wrongly is out of step with all it said before: get to know it anew, once.
      underlying.close()
      underlying = reach()
      return send()
    })
    queue = work
    return clock.io(work)
  }

  const ask = (next: boolean) => async (oids: readonly string[]) => {
    const answer = await request<Raw[]>('read', (session, answered) =>
      next ? session.getNext([...oids], answered) : session.get([...oids], answered),
    )
    return answer.ok ? ok(answer.value.map(toVarbind)) : answer
  }

  const read = async (oids: readonly string[], next: boolean): Promise<Result<readonly Varbind[]>> =>
    version === '1' ? readAroundGaps(ask(next), oids, next) : plain(await ask(next)(oids))

  return {
    version,
    where,
    get heardAny() {
      return heardAny
    },
    get: oids => read(oids, false),
    getNext: oids => read(oids, true),
    getBulk: async (oids, repetitions) => {
      const answer = plain(
        await request<Raw[][]>('read', (session, answered) => session.getBulk([...oids], 0, repetitions, answered)),
      )
      return answer.ok ? ok(oids.map((_, at) => (answer.value[at] ?? []).map(toVarbind))) : answer
    },
    set: async write => {
      const varbind = { oid: write.oid, type: snmp.ObjectType[write.type], value: write.value }
      const answer = plain(await request<Raw[]>('set', (session, answered) => session.set([varbind], answered)))
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

/** What came in answer to one request, whether or not the library made anything of it. */
interface Hearing {
  readonly garbage: boolean
  readonly heard: boolean
  readonly complaint: number
}

interface SessionFailure extends Failure {
  /** The PDU's SNMPv3 engine is not where this session believes it. */
  readonly lostStep?: true
}

const failure = (reason: Fault): SessionFailure => ({ reason, status: 0, oid: '' })

const plain = <T>(answer: Result<T, Failure>): Result<T> =>
  answer.ok ? answer : { ok: false, fault: answer.fault.reason }

function connect(access: PduAccess, version: SnmpVersion, guard: Guard): snmp.Session {
  const { host, port } = access.address
  const options = {
    port,
    transport: host.includes(':') ? ('udp6' as const) : ('udp4' as const),
    backwardsGetNexts: false,
    reportOidMismatchErrors: true,
    dgramModule: guardedSocket(guard),
  }
  if (version !== '3')
    return snmp.createSession(host, access.community, {
      ...options,
      version: version === '1' ? snmp.Version1 : snmp.Version2c,
    })
  return snmp.createV3Session(host, userOf(access.v3), options)
}

/** The keys that are there make the level; the schema of the user sees to it that each has its protocol. */
function userOf(v3: PduAccess['v3']): snmp.User {
  const { user: name = '', authProtocol, authKey, privProtocol, privKey } = v3 ?? {}
  if (!authProtocol || authKey === undefined) return { name, level: snmp.SecurityLevel.noAuthNoPriv }
  const auth = { name, authProtocol: snmp.AuthProtocols[authProtocol], authKey }
  if (!privProtocol || privKey === undefined) return { ...auth, level: snmp.SecurityLevel.authNoPriv }
  return { ...auth, level: snmp.SecurityLevel.authPriv, privProtocol: snmp.PrivProtocols[privProtocol], privKey }
}

function failureOf(error: Error, call: SnmpCall, hearing: Hearing & { everAnswered: boolean }): SessionFailure {
  const { where, version, kind } = call
  if (error.name === 'RequestTimedOutError') {
    if (hearing.garbage) return failure(garbled(where))
    const knowsUs = version !== '3' || kind === 'set' || hearing.everAnswered || !hearing.heard
    return failure(knowsUs ? timedOut(call) : deafToUser(where))
  }
  if (error instanceof snmp.RequestFailedError) {
    const status = Number(error.status)
    return { reason: failed(call, status), status, oid: /: ([\d.]+)$/.exec(error.message)?.[1] ?? '' }
  }
  if (error instanceof snmp.ResponseInvalidError) return invalidAnswer(error.code, call, hearing.complaint)
  const code = 'code' in error ? String(error.code) : ''
  return failure(code === '' ? garbled(where) : lost(where, code))
}

/** ResponseInvalidCode.ENotInTimeWindow, which the library's types do not know yet. */
const notInTimeWindow: number = 14

function invalidAnswer(code: number, { where, version }: SnmpCall, complaint: number): SessionFailure {
  if (version !== '3') return failure(garbled(where))
  if (code === notInTimeWindow) return { ...failure(outOfTime(where)), lostStep: true }
  if (code === snmp.ResponseInvalidCode.ECouldNotDecrypt) return failure(unreadable(where))
  if (complaint === 0)
    return failure(code === snmp.ResponseInvalidCode.EAuthFailure ? unreadable(where) : garbled(where))
  const lostStep = complaint === complaints.timeWindow || complaint === complaints.engine
  return { ...failure(complainedOf(where, complaint)), ...(lostStep ? { lostStep } : {}) }
}
