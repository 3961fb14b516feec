// A rack that exists on paper: it answers every effect at once, so that nothing but the engine takes time.
import type { Input } from '#core/decide.ts'
import type { Effect } from '#core/effect.ts'
import { Numbers } from '#core/numbers.ts'
import type { OutletReading, OutletRef, PduFacts, PowerState } from '#core/rack.ts'
import type { State } from '#core/state.ts'

export const by = { person: 'bench', host: 'bench' }
const lanes = ['1', '2']
const perPdu = 48

const sizes = (outlets: number): number[] =>
  Array.from({ length: Math.ceil(outlets / perPdu) }, (_, i) => Math.min(perPdu, outlets - i * perPdu))

const readingsOf = (count: number, on: ReadonlySet<string>): OutletReading[] =>
  Array.from({ length: count }, (_, i) => {
    const outlet = String(i + 1)
    return { outlet, state: on.has(outlet) ? 'on' : 'off', watts: on.has(outlet) ? 84 : 0, amps: null }
  })

const factsOf = (id: string, count: number): PduFacts => ({
  id,
  vendor: 'APC',
  model: 'AP8959',
  firmware: '1',
  family: 'apc-rpdu2',
  snmp: { version: '2c', bulk: true, maxOids: 16 },
  outlets: Array.from({ length: count }, (_, i) => ({
    id: String(i + 1),
    unit: 1,
    number: i + 1,
    label: String(i + 1),
    name: '',
    switchable: true,
    section: null,
    bank: 1,
    phase: null,
  })),
  delaySeconds: 0,
  control: 'recorded',
  controlWhy: '',
  timedCut: false,
  stepWatts: null,
  maas: { powerType: 'apc', parameters: {}, drivable: true, reasons: [] },
})

const uuidOf = (n: number): string => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`

export interface PaperRack {
  now(): number
  /** Everything up to and including the start of a run over all outlets. */
  begin(): Input[]
  /** The next thing the world says; null when the run has nothing more to ask of it. */
  next(state: State, effects: readonly Effect[]): Input | null
}

export const paperRack = (outlets: number): PaperRack => {
  let now = 1_760_000_000_000
  let machines = 0
  let watched = 0
  const pdus = sizes(outlets).map((count, i) => ({ id: `PDU${String(i).padStart(4, '0')}`, count }))
  const on = new Map(pdus.map(({ id }) => [id, new Set<string>()]))
  const readings = (id: string): OutletReading[] =>
    readingsOf(pdus.find(pdu => pdu.id === id)?.count ?? 0, on.get(id) ?? new Set())
  const kids = lanes.map(lane => ({ lane, kid: `KBENCH${lane}` }))

  const switched = new Map<string, number>()
  const answerSwitch = (effect: Effect & { kind: 'switchOutlet' }): Input => {
    const { outlet, to, why, lane } = effect
    const before: PowerState = on.get(outlet.pdu)?.has(outlet.outlet) ? 'on' : 'off'
    const sentAt = switched.get(effect.key)
    if (sentAt === undefined) {
      switched.set(effect.key, now)
      const seen = { outlet: outlet.outlet, state: before, watts: null, amps: null }
      return { kind: 'switchReady', outlet, to, why, lane, seen }
    }
    switched.delete(effect.key)
    if (to === 'on') on.get(outlet.pdu)?.add(outlet.outlet)
    else on.get(outlet.pdu)?.delete(outlet.outlet)
    return { kind: 'switchReached', outlet, to, before, sent: true, sentAt, reachedAt: now, watts: null, lane }
  }

  const proof = (kid: string): Input => {
    machines++
    const machine = {
      uuid: uuidOf(machines),
      serial: `S${machines}`,
      macs: [`52:54:00:00:00:${(machines % 256).toString(16).padStart(2, '0')}`],
    }
    const [sid, nonce, bootId] = [`sid${machines}`, `nonce${machines}`, uuidOf(1e9 + machines)]
    return { kind: 'proofGiven', kid, machine, sid, nonce, bootId, receivedAt: now, bootAt: now - 1_000 }
  }

  const answer = (state: State, effect: Effect): Input | null => {
    switch (effect.kind) {
      case 'readPdu':
        return { kind: 'pduRead', pdu: effect.pdu, readings: readings(effect.pdu) }
      case 'switchOutlet':
        return answerSwitch(effect)
      case 'steadyHeart':
        return { kind: 'heartSteady', lane: effect.lane, sid: effect.sid, lastBeatAt: now }
      case 'weigh': {
        const lane = state.run?.lanes[effect.lane]
        if (lane?.step.at !== 'holding') return null
        const load = { fromWatts: 0, toWatts: 120, noiseWatts: 0, others: [] }
        return { kind: 'loadWeighed', lane: effect.lane, sid: lane.step.sid, ...load }
      }
      case 'listen': {
        const { lane, sid, offAt } = effect
        now = Math.max(now, offAt + effect.silentMs + 2_000)
        const heard = {
          lastBeatAt: offAt - 100,
          until: now,
          others: [],
          impaired: false,
          pduAnswers: true,
          watts: null,
        }
        return { kind: 'silenceHeard', lane, sid, offAt, ...heard }
      }
      case 'wait': {
        const lane = Object.values(state.run?.lanes ?? {}).find(one => one.step.at === 'awaiting')
        if (lane && 'onAt' in lane.step) {
          now = Math.max(now, lane.step.onAt + 60_000)
          return proof(lane.kid)
        }
        now = Math.max(now, effect.until)
        return { kind: 'due', key: effect.key }
      }
      case 'watchPdu':
      case 'serveCheckIn':
      case 'serveHints':
      case 'watchHearts':
      case 'watchMaas':
      case 'watchCanaries':
      case 'recordInMaas':
        return null
    }
  }

  const urgent: readonly Effect['kind'][] = ['readPdu', 'switchOutlet', 'listen', 'steadyHeart', 'wait']

  return {
    now: () => now,
    begin: () => [
      ...pdus.flatMap(({ id, count }, i): Input[] => [
        {
          kind: 'addPdu',
          loads: [],
          name: `pdu-${i}`,
          address: { host: `10.0.${i >> 8}.${i & 255}`, port: 161 },
          feed: 'A',
          facts: factsOf(id, count),
          readings: readings(id),
          by,
        },
        { kind: 'answerKeepOn', pdu: id, outlets: [], by },
      ]),
      { kind: 'makeKeys', keys: kids.map(({ lane, kid }) => ({ kid, for: { lane } })), by },
      ...kids.map(({ kid }): Input => ({ kind: 'issueKey', kid, by })),
      {
        kind: 'startRun',
        run: 'bench',
        mode: 'guided',
        scope: pdus.flatMap(({ id: pdu, count }): OutletRef[] =>
          Array.from({ length: count }, (_, i) => ({ pdu, outlet: String(i + 1) })),
        ),
        lanes: kids.map(({ lane, kid }) => ({ name: lane, kid })),
        confirm: 'cut',
        unlock: [],
        sync: false,
        offline: true,
        present: true,
        numbers: Numbers.parse({ presenceMs: 1e12 }),
        by,
      },
    ],
    next: (state, effects) => {
      now += 250
      // Between the steps of the lanes the PDUs are read, and nearly every reading says nothing new.
      const pdu = pdus[watched++ % pdus.length]
      if (pdu && watched % 2 === 0 && state.run?.phase === 'working')
        return { kind: 'pduRead', pdu: pdu.id, readings: readings(pdu.id) }
      for (const kind of urgent) {
        const effect = effects.find(one => one.kind === kind && mayBeAnswered(state, one))
        if (effect) return answer(state, effect)
      }
      return null
    },
  }
}

/** While one lane listens for a heart the others' switches have to wait, as they would. */
const mayBeAnswered = (state: State, effect: Effect): boolean => {
  if (effect.kind !== 'switchOutlet') return true
  const listening = Object.values(state.run?.lanes ?? {}).some(
    lane => lane.name !== effect.lane && (lane.step.at === 'listening' || lane.step.at === 'cutting'),
  )
  return (
    !listening ||
    Object.values(state.run?.lanes ?? {}).some(lane => lane.name === effect.lane && lane.step.at === 'cutting')
  )
}
