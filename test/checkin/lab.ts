// A check-in server on loopback with a desk whose verdicts a test can choose, and sticks to go with it.
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { ok, type Result } from '#core/fault.ts'
import type { Clock } from '#core/ports.ts'
import type { KeyFile, Order, ProofDocument } from '#core/wire.ts'
import type { CheckInDesk, Hint, Judgement, Rejection, SavedSession, Stranger } from '#main/checkin/desk.ts'
import { openCheckIn, type CheckInPlace } from '#main/checkin/server.ts'
import { makeKey, secretBytes } from '#main/keys/make.ts'
import { makeNonces } from '#main/keys/nonce.ts'
import { openSiteKey } from '#main/keys/site-key.ts'
import { stampKey } from '#main/keys/stamp.ts'
import { verifyProof } from '#main/keys/verify.ts'
import { keyOfSession, signBeat, signBye, signProof, type Identity, type StickContent } from '#sim/machine/prover.ts'
import { isRecord, readStick } from '#sim/machine/stick.ts'
import { makeWireClient, type WireClient } from '#sim/machine/wire-client.ts'
import { VirtualClock } from '#sim/virtual-clock.ts'

export const valueOf = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.fault.detail)
  return result.value
}

export const machine: Identity = {
  uuid: '8c0f6d52-1f0a-4c7e-9a35-5b1d20c0aa01',
  serial: 'S1',
  macs: ['0c:c4:7a:00:00:01'],
}

export const makeSite = async (clock: Clock) => {
  const kept = new Map<string, string>()
  return valueOf(
    await openSiteKey(clock, {
      get: name => Promise.resolve(ok(kept.get(name) ?? null)),
      set: (name, secret) => Promise.resolve(ok(void kept.set(name, secret))),
    }),
  )
}

export const openLab = (place: Partial<CheckInPlace> = {}) => openLabOn(new VirtualClock(), place)

export const openLabOn = async <C extends Clock>(clock: C, place: Partial<CheckInPlace> = {}) => {
  const site = await makeSite(clock)
  const secrets = new Map<string, Uint8Array>()
  const keys = new Map<string, KeyFile>()
  const seen = {
    judged: [] as { proof: ProofDocument; receivedAt: number }[],
    strangers: [] as Stranger[],
    rejected: [] as Rejection[],
  }
  const heard = { byes: [] as { sid: string; reason: string }[], hints: [] as Hint[], bugs: [] as unknown[] }
  const says = {
    judge: (_proof: ProofDocument): Promise<Judgement> =>
      Promise.resolve({ verdict: 'accepted', sid: randomUUID(), order: 'hold' }),
    order: 'hold' as Order,
    wait: 20,
    beatSeconds: 5,
    hint: 'hold' as 'hold' | 'end',
  }
  const run = { key: Buffer.alloc(32, 5), run: 'run-1' }
  const makeDesk = (spent: string[] = []): CheckInDesk => {
    const nonces = makeNonces(clock, { ...run, spent })
    return {
      clock,
      nonces,
      secretOf: kid => secrets.get(kid),
      verify: document =>
        verifyProof(document, {
          secretOf: kid => secrets.get(kid),
          nonceState: proof => nonces.state(proof.nonce, proof.kid, proof.uuid, proof.bootId),
        }),
      judge: (proof, receivedAt) => {
        seen.judged.push({ proof, receivedAt })
        return says.judge(proof)
      },
      orderOf: () => says.order,
      secondsToWait: () => says.wait,
      beatSeconds: () => says.beatSeconds,
      onStranger: stranger => void seen.strangers.push(stranger),
      onRejected: rejection => void seen.rejected.push(rejection),
      onBye: (sid, reason) => void heard.byes.push({ sid, reason }),
      onHint: hint => {
        heard.hints.push(hint)
        return says.hint
      },
      onBug: error => void heard.bugs.push(error),
    }
  }
  const open = async (sessions: SavedSession[] = [], spent: string[] = [], port = 0) => {
    const opened = valueOf(await openCheckIn(makeDesk(spent), { host: '127.0.0.1', port, ...site, sessions, ...place }))
    onTestFinished(() => opened.close())
    return opened
  }
  const server = await open()
  const url = `https://127.0.0.1:${server.port}`

  const folders = await mkdtemp(join(tmpdir(), 'racklight-sticks-'))
  onTestFinished(() => rm(folders, { recursive: true, force: true }))
  const makeStick = async (urls = [url], pin = site.pin) => {
    const key = valueOf(makeKey(clock, new Set(secrets.keys()), { for: { lane: '1' }, urls, pin }))
    secrets.set(key.kid, secretBytes(key))
    keys.set(key.kid, key)
    const folder = await mkdtemp(join(folders, 'stick-'))
    valueOf(await stampKey(clock, { root: folder, key }))
    const content = await readStick(folder)
    if (!content) throw new Error('the stick cannot be read')
    return { folder, ...content }
  }
  const client = (options: Partial<Parameters<typeof makeWireClient>[0]> = {}): WireClient => {
    const wire = makeWireClient({ clock, urls: [url], pin: site.pin, ...options })
    onTestFinished(() => wire.destroy())
    return wire
  }
  return { clock, site, secrets, keys, seen, heard, says, server, open, url, makeStick, client, desk: makeDesk() }
}

/** The fields of a JSON answer. */
export const bodyOf = (answer: { body: unknown } | null): Record<string, unknown> => {
  if (!isRecord(answer?.body)) throw new Error('no JSON object in the answer')
  return answer.body
}

/** Says hello and makes the proof, without sending it. */
export const proofFor = async (wire: WireClient, stick: StickContent, who: Identity = machine, bootId = 'boot-1') => {
  const hello = bodyOf(await wire.post('/v1/hello', { v: 1, kid: stick.kid, uuid: who.uuid, bootId }))
  return signProof(stick, who, { bootId, uptimeMs: 61_000, nonce: String(hello['nonce']) })
}

/** Proves, and speaks in the session. */
export const openSession = async (wire: WireClient, stick: StickContent, who: Identity = machine) => {
  const proof = await proofFor(wire, stick, who)
  const answer = bodyOf(await wire.post('/v1/prove', proof))
  const sid = String(answer['sid'])
  const key = keyOfSession(stick.secret, proof.nonce, sid)
  return {
    sid,
    key,
    answer,
    saved: { sid, kid: stick.kid, nonce: proof.nonce, uuid: who.uuid },
    beat: (n: number) => wire.post('/v1/beat', signBeat(key, sid, n)),
    bye: (n: number, reason: string) => wire.post('/v1/bye', signBye(key, sid, n, reason)),
  }
}
