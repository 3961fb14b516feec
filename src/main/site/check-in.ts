// Joins the check-in server to the keys and the engine: the server speaks, the rules judge.
import { randomBytes } from 'node:crypto'
import { keyState } from '#core/key.ts'
import { fault, ok, type Result } from '#core/fault.ts'
import type { Clock } from '#core/ports.ts'
import { openRun, type State } from '#core/state.ts'
import { row, rows } from '#core/table.ts'
import type { Order, ProofDocument, RejectReason } from '#core/wire.ts'
import { openCheckIn, type CheckIn } from '../checkin/server.ts'
import type { CheckInDesk, Judgement } from '../checkin/desk.ts'
import type { Engine } from '../engine/engine.ts'
import { makeNonces } from '../keys/nonce.ts'
import { openSiteKey, type SecretStore, type SiteKey } from '../keys/site-key.ts'
import { verifyProof } from '../keys/verify.ts'
import type { CheckInPort, HeartsPort, OpenedCheckIn } from '../perform/world.ts'
import type { Vault } from '../store/vault.ts'
import { secretNames } from './files.ts'

export interface CheckInNeeds {
  readonly clock: Clock
  readonly vault: Vault
  engine(): Engine
  readonly host: string
  readonly port: number
  readonly hintPort: number
  onState: CheckInPort['onState']
  onBug(error: unknown): void
}

/** The vault as keys/ wants it. */
export const secretsOf = (vault: Vault): SecretStore => ({
  get: name => Promise.resolve(ok(vault.get(name) ?? null)),
  set: (name, secret) => vault.set(name, secret),
})

export const siteKeyOf = (vault: Vault, clock: Clock): Promise<Result<SiteKey>> => openSiteKey(clock, secretsOf(vault))

/** What a session is told: hold while its lane needs it, else go on. */
export const orderOf = (state: State, sid: string): Order => {
  const run = openRun(state)
  const held = Object.values(run?.lanes ?? {}).some(lane => 'sid' in lane.step && lane.step.sid === sid)
  return held ? 'hold' : 'continue'
}

/** A machine asks every few seconds: the journal hears of each refusal and hint once, and never of too many. */
const mostTold = 500

const makeTold = () => {
  const told = new Set<string>()
  return (kid: string, uuid: string, reason: RejectReason | 'hint'): boolean => {
    const what = `${kid}|${uuid}|${reason}`
    if (told.has(what) || told.size >= mostTold) return false
    told.add(what)
    return true
  }
}

const judge = async (engine: Engine, proof: ProofDocument, receivedAt: number): Promise<Judgement> => {
  const sid = randomBytes(16).toString('base64url')
  const { kid, uuid, macs, serial, bootId, nonce, uptimeMs } = proof
  const answer = await engine.submit({
    kind: 'proofGiven',
    kid,
    machine: { uuid, serial, macs },
    sid,
    nonce,
    bootId,
    receivedAt,
    bootAt: receivedAt - uptimeMs,
  })
  // A journal that cannot be written accepts nobody.
  if (!answer.ok) throw new Error('the proof could not be judged')
  const rejected = answer.events.find(event => event.kind === 'proofRejected')
  if (rejected) return { verdict: 'rejected', reason: rejected.reason, sid: '', order: 'continue' }
  return { verdict: 'accepted', sid, order: orderOf(engine.state(), sid) }
}

/** Of a key of this site, revoked or not: whoever proves with a revoked one is told so. */
const secretOfSite = (vault: Vault, state: State, kid: string): Uint8Array | undefined => {
  const secret = vault.get(secretNames.key(kid))
  return state.keys[kid] && secret !== undefined ? Buffer.from(secret, 'base64url') : undefined
}

/** A key speaks only while it is alive: neither unknown nor revoked. */
const aliveSecret = (vault: Vault, state: State, kid: string): Uint8Array | undefined =>
  state.keys[kid]?.revokedAt === null ? secretOfSite(vault, state, kid) : undefined

const waitsForKey = (state: State, now: number): boolean =>
  Object.values(openRun(state)?.lanes ?? {}).some(lane => {
    const key = state.keys[lane.kid]
    return lane.step.at === 'awaiting' && key !== undefined && keyState(key, now) !== 'revoked'
  })

export const makeCheckIn = (needs: CheckInNeeds): CheckInPort => {
  const { clock, vault, host, port, hintPort } = needs
  let current: CheckIn | null = null
  const listeners = new Set<Parameters<HeartsPort['subscribe']>[0]>()
  const hearts: HeartsPort = {
    of: sid => current?.hearts.of(sid),
    all: () => current?.hearts.all() ?? [],
    impairedBetween: (from, to, sid) => current?.hearts.impairedBetween(from, to, sid) ?? ['closed'],
    subscribe: listener => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }

  const deskFor = (run: string, nonceKey: Uint8Array): CheckInDesk => {
    const engine = needs.engine()
    const isNew = makeTold()
    const spent = rows(engine.state().sessions).map(session => session.nonce)
    const nonces = makeNonces(clock, { run, key: nonceKey, spent })
    const secretOf = (kid: string): Uint8Array | undefined => aliveSecret(vault, engine.state(), kid)
    return {
      clock,
      secretOf,
      nonces,
      verify: document => {
        const check = verifyProof(document, {
          secretOf: kid => secretOfSite(vault, engine.state(), kid),
          nonceState: proof => nonces.state(proof.nonce, proof.kid, proof.uuid, proof.bootId),
        })
        const isRevoked = check.digestRight && check.proof !== null && secretOf(check.proof.kid) === undefined
        return isRevoked ? { ...check, reasons: ['revoked', ...check.reasons] } : check
      },
      judge: async (proof, receivedAt) => {
        const judgement = await judge(engine, proof, receivedAt)
        // What the engine itself rejected is in the journal already.
        if (judgement.reason) isNew(proof.kid, proof.uuid, judgement.reason)
        return judgement
      },
      orderOf: sid => orderOf(engine.state(), sid),
      secondsToWait: uuid => {
        // A bound machine has nothing more to prove; its word for who it is costs only a wait.
        if ((row(engine.state().machines, uuid)?.outlets.length ?? 0) > 0) return 0
        return waitsForKey(engine.state(), clock.now()) ? 300 : 20
      },
      beatSeconds: () => (openRun(engine.state())?.numbers.beatMs ?? 5_000) / 1_000,
      onStranger: ({ uuid }) =>
        void engine.submit({ kind: 'strangerSeen', uuid, macs: [], serial: '', claimed: 'no key' }),
      onRejected: ({ kid, uuid, reason }) => {
        if (!uuid) return
        if (isNew(kid ?? '', uuid, reason)) void engine.submit({ kind: 'proofRefused', kid: kid ?? '', uuid, reason })
      },
      onBye: (sid, reason) => void engine.submit({ kind: 'goodbyeSaid', sid, reason }),
      onHint: ({ kid, uuid, mac, serial }) => {
        if (isNew(kid, uuid, 'hint')) void engine.submit({ kind: 'hintHeard', kid, uuid, mac, serial })
        // In a guided run a machine has to prove: its firmware is let go at once.
        return 'end'
      },
      onBug: needs.onBug,
    }
  }

  const open = async (run: string): Promise<Result<OpenedCheckIn>> => {
    const siteKey = await siteKeyOf(vault, clock)
    if (!siteKey.ok) return siteKey
    const nonceKey = await vault.ensure(secretNames.nonce(run), () => randomBytes(32).toString('base64'))
    if (!nonceKey.ok) return nonceKey
    const { privateKeyPem, certificatePem } = siteKey.value
    const sessions = rows(needs.engine().state().sessions).map(({ sid, kid, nonce, machine }) => ({
      sid,
      kid,
      nonce,
      uuid: machine,
    }))
    const desk = deskFor(run, Buffer.from(nonceKey.value, 'base64'))
    const opened = await openCheckIn(desk, { host, port, privateKeyPem, certificatePem, sessions })
    if (!opened.ok) return opened
    current = opened.value
    const unsubscribe = opened.value.hearts.subscribe(pulse => listeners.forEach(tell => tell(pulse)))
    return ok({
      url: `https://${host}:${opened.value.port}`,
      close: async () => {
        unsubscribe()
        if (current === opened.value) current = null
        await opened.value.close()
      },
    })
  }

  const openHints: CheckInPort['openHints'] = async () =>
    current?.openHints(hintPort) ??
    fault('gone', 'check-in', 'The check-in server is not open yet.', 'Nothing is to be done: it is tried again.')

  return { hearts, open, openHints, onState: needs.onState }
}
