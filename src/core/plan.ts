// plan(state): the work that must be running now. Derived, so a crash loses nothing and "make safe" is an empty plan.
import { aliveMs, silentMs } from './edge.ts'
import type { Effect } from './effect.ts'
import type { Lane } from './lane.ts'
import { outletKey, type OutletRef, type Switch } from './rack.ts'
import { numbersOf, openRun, outletAt, type Run, type State } from './state.ts'

const switchTo = (outlet: OutletRef, to: Switch, why: string, lane: string | null, tag: string): Effect => ({
  key: `${tag}/switch/${outletKey(outlet)}/${to}`,
  kind: 'switchOutlet',
  outlet,
  to,
  why,
  lane,
})

const waitUntil = (tag: string, until: number): Effect => ({ key: `${tag}/wait/${until}`, kind: 'wait', until })

/** The load of the lane's outlet from the moment it went on, until its rise is a fact. */
const weigh = (run: Run, lane: Lane, tag: string): Effect[] => {
  const { step } = lane
  if (run.confirm !== 'meter' || (step.at !== 'awaiting' && step.at !== 'holding')) return []
  if (step.at === 'holding' && step.rise) return []
  const { riseWatts, riseNoises } = run.numbers
  const { outlet, onAt } = step
  return [{ key: `${tag}/weigh`, kind: 'weigh', lane: lane.name, outlet, onAt, riseWatts, riseNoises }]
}

const lanePlan = (run: Run, lane: Lane): Effect[] => {
  const { step } = lane
  const { beatMs, inFlightMs, hintMs, questionMs, giveUpMs } = run.numbers
  const name = JSON.stringify(lane.name)
  const tag = 'attempt' in step ? `${run.id}/${name}/${outletKey(step.outlet)}#${step.attempt}` : `${run.id}/${name}`
  const stall = lane.stalled ? [waitUntil(tag, lane.stalled.at + giveUpMs)] : []
  switch (step.at) {
    case 'draining':
    case 'keyOut':
      return [waitUntil(tag, step.until)]
    case 'switchingOn':
      return [switchTo(step.outlet, 'on', `lane ${lane.name}: next outlet`, lane.name, tag), ...stall]
    case 'awaiting': {
      const next = { no: hintMs, hint: questionMs, question: giveUpMs }[step.late]
      return [waitUntil(tag, step.onAt + next), ...weigh(run, lane, tag)]
    }
    case 'holding':
      if (run.confirm === 'none') return []
      if (run.confirm === 'meter' && !step.rise) return weigh(run, lane, tag)
      return [{ key: `${tag}/steady/${step.sid}`, kind: 'steadyHeart', lane: lane.name, sid: step.sid, beatMs }]
    case 'cutting':
      return [switchTo(step.outlet, 'off', `lane ${lane.name}: confirming cut`, lane.name, `${tag}/cut`), ...stall]
    case 'listening': {
      const { outlet, sid, setAt, offAt } = step
      return [
        {
          key: `${tag}/listen/${sid}`,
          kind: 'listen',
          lane: lane.name,
          sid,
          outlet,
          setAt,
          offAt,
          beatMs,
          // The meter tells the fall at once; the heart need only show that it does not go on.
          silentMs: run.confirm === 'meter' ? aliveMs(beatMs) : silentMs(run.numbers),
          inFlightMs,
        },
      ]
    }
    case 'returning':
      return [switchTo(step.outlet, 'on', `lane ${lane.name}: back after the cut`, lane.name, `${tag}/back`), ...stall]
    case 'clearing':
      return [switchTo(step.outlet, 'off', `lane ${lane.name}: ${step.detail}`, lane.name, `${tag}/clear`), ...stall]
    case 'free':
    case 'closed':
      return []
  }
}

/** Whoever records has told by then how it went; after that the run does not wait for MAAS any longer. */
export const syncEndsAt = (run: Run): number => run.recordUntil + 60_000

/** Plain HTTP is open only while a key is in use from which firmware starts. */
const wantsHints = (state: State, run: Run): boolean =>
  Object.values(run.lanes).some(({ kid }) => {
    const key = state.keys[kid]
    return key !== undefined && key.hints && key.revokedAt === null && key.spentAt === null
  })

const runPlan = (state: State, run: Run): Effect[] => {
  const tag = run.id
  const always: Effect[] = [
    { key: `${tag}/checkIn`, kind: 'serveCheckIn' },
    ...(wantsHints(state, run) ? [{ key: `${tag}/hints`, kind: 'serveHints' as const }] : []),
    { key: `${tag}/hearts`, kind: 'watchHearts', beatMs: run.numbers.beatMs, silentMs: silentMs(run.numbers) },
    ...(state.maasSite ? [{ key: `${tag}/maas`, kind: 'watchMaas' as const }] : []),
  ]
  switch (run.phase) {
    case 'arming':
      return [
        ...always,
        ...run.pdus
          .filter(id => (state.pdus[id]?.readAt ?? 0) < run.armingSince)
          .map((pdu): Effect => ({ key: `${tag}/read/${pdu}/${run.armingSince}`, kind: 'readPdu', pdu })),
      ]
    case 'darkening':
      return [
        ...always,
        ...run.dark
          .filter(ref => outletAt(state, ref)?.state !== 'off')
          .map(ref => switchTo(ref, 'off', 'unlocked: must be dark before the run', null, tag)),
      ]
    case 'working':
      return [
        ...always,
        ...run.pdus.map((pdu): Effect => ({ key: `${tag}/watch/${pdu}`, kind: 'watchPdu', pdu })),
        ...(run.paused ? [] : Object.values(run.lanes).flatMap(lane => lanePlan(run, lane))),
      ]
    case 'syncing':
      return [
        ...always,
        waitUntil(tag, syncEndsAt(run)),
        ...(state.maasSite ? run.toRecord : []).map((machine): Effect => ({
          key: `${tag}/record/${machine}`,
          kind: 'recordInMaas',
          machine,
          until: run.recordUntil,
        })),
      ]
    case 'restoring':
      // One after another, in the listed order.
      return [...always, ...run.restore.slice(0, 1).map(ref => restoreTo(state, ref, tag))]
    case 'stopped':
    case 'ended':
      return []
  }
}

const restoreTo = (state: State, ref: OutletRef, tag: string): Effect =>
  switchTo(
    ref,
    outletAt(state, ref)?.before?.state === 'on' ? 'on' : 'off',
    'put back as it was before the run',
    null,
    `${tag}/restore`,
  )

/** Effects that must be running now, each with a stable key. */
export const plan = (state: State): Effect[] => {
  // What a lost canary calls for goes before everything else.
  if (state.rescue.length > 0)
    return state.rescue.map(ref => switchTo(ref, 'on', 'a canary was lost: back on at once', null, 'rescue'))
  const run = openRun(state)
  const effects = run ? runPlan(state, run).filter(effect => !run.paused || effect.kind !== 'switchOutlet') : []
  if (state.hand) {
    const { outlet, to, by } = state.hand
    effects.push(switchTo(outlet, to, `by hand of ${by.person}`, null, 'hand'))
  }
  const last = state.cuts.at(-1)
  if (last) {
    const { canaryMs } = numbersOf(state)
    effects.push({
      key: `canaries/${last.at}`,
      kind: 'watchCanaries',
      outlets: state.cuts.map(cut => cut.outlet),
      until: last.at + canaryMs,
    })
  }
  return effects
}
