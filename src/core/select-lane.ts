// One lane as a card: whose turn it is, one sentence, one plate.
import { keyWanted } from './ask.ts'
import { silentMs } from './edge.ts'
import type { Lane } from './lane.ts'
import { cordOf, placeOf } from './place.ts'
import { outletKey, sameOutlet, type OutletRef } from './rack.ts'
import { outletAt, type Pdu, type Run, type State } from './state.ts'
import { isUnread, loadSeenWatts, usualMs } from './select-lamp.ts'
import { row } from './table.ts'
import { machineName, namesOf, timer } from './words-names.ts'

export const laneStates = ['free', 'turn', 'waiting', 'bound', 'late', 'stalled', 'safe', 'paused', 'done'] as const
export type LaneState = (typeof laneStates)[number]

/** A sentence in which a cord is named by its colour, so that the view can set a swatch before it. */
export type Say = readonly (string | { readonly cord: string; readonly feed: string })[]
export interface Step {
  readonly done: boolean
  readonly what: string
  readonly more: string
}

export interface LaneView {
  readonly name: string
  readonly kid: string
  readonly state: LaneState
  /** The word at the right of the head: `Your turn`. */
  readonly status: string
  readonly say: Say
  /** What the hand is to find: an outlet (`B-17`) or a key (`K03`). */
  readonly plate: string | null
  readonly outlet: OutletRef | null
  readonly after: string
  readonly steps: readonly Step[]
  /** `word` says what the second time is: `usually 3:40`, `of 0:15`. */
  readonly timer: {
    readonly ms: number
    readonly usualMs: number | null
    readonly fraction: number
    readonly word: 'usually' | 'of'
  } | null
  readonly hint: string
  readonly maySkip: boolean
  readonly mayGoOn: boolean
  readonly spoken: string
  /** Changes whenever the hand is asked for something new. */
  readonly askKey: string
}

export const plain = (say: Say): string => say.map(part => (typeof part === 'string' ? part : part.cord)).join('')

/** `Bank 2, 5th from the top`: where to look for an outlet. */
export const whereOn = (pdu: Pdu, outlet: string): string => {
  const facts = pdu.outlets[outlet]?.facts
  if (!facts) return ''
  const bank = pdu.facts.outlets.filter(other => other.bank === facts.bank)
  const nth = bank.findIndex(other => other.id === outlet) + 1
  const label =
    facts.name && facts.name !== facts.label && !/^outlet\s*\d*$/i.test(facts.name) ? `, named "${facts.name}"` : ''
  return facts.bank === null
    ? `${nth} of ${bank.length}${label}`
    : `Bank ${facts.bank}, ${nth} of ${bank.length}${label}`
}

type Shape = Pick<LaneView, 'state' | 'status' | 'say'> & Partial<LaneView>

const awaiting = (state: State, run: Run, lane: Lane, now: number, watts: number | null): Shape => {
  const step = lane.step
  if (step.at !== 'awaiting') return { state: 'waiting', status: 'Wait', say: ['Wait.'] }
  const pdu = state.pdus[step.outlet.pdu]
  const place = pdu ? placeOf(pdu, step.outlet.outlet) : step.outlet.outlet
  const usual = usualMs(state)
  const ms = Math.max(0, now - step.onAt)
  const time = {
    ms,
    usualMs: usual,
    fraction: Math.min(1, ms / (usual ?? run.numbers.hintMs)),
    word: 'usually' as const,
  }
  const kid = keyWanted(state, lane, step.outlet, now)
  const seen = watts !== null && watts >= loadSeenWatts
  const steps: Step[] = [
    { done: true, what: 'Outlet on', more: `for ${timer(ms)}, read back` },
    ...(watts === null ? [] : [{ done: seen, what: seen ? `Load ${watts} W` : 'No load yet', more: `on ${place}` }]),
    { done: false, what: 'Check-in', more: `with key ${kid}` },
  ]
  if (pdu && isUnread(state, step.outlet))
    return {
      state: 'stalled',
      status: 'Held up',
      say: [pdu.silent ? `Wait. PDU ${pdu.feed} does not answer.` : `Wait. ${place} cannot be read.`],
      after: `${place} was on when it last could`,
      hint: pdu.silent?.mend ?? '',
    }
  if (step.keyLeftIn) {
    const say: Say = ['Take out key']
    const after = `of ${machineName(state, step.keyLeftIn)}, then go to ${place}`
    return { state: 'turn', status: 'Your turn', say, plate: lane.kid, after, steps, timer: time }
  }
  if (step.late === 'question')
    return {
      state: 'late',
      status: 'No answer',
      say: [`Look at the machine on ${place}. Is its power lamp on?`],
      after: `On for ${timer(ms)} without an answer`,
      timer: time,
    }
  if (seen)
    return {
      state: 'waiting',
      status: 'Waiting for check-in',
      say: [`Wait. ${place} is on.`],
      steps,
      timer: time,
      hint: 'Power lamp dark? Press power.',
    }
  const cord = pdu ? { cord: cordOf(pdu.feed), feed: pdu.feed } : 'power'
  return {
    state: 'turn',
    status: 'Your turn',
    say: ['Plug the ', cord, ' cord into'],
    plate: place,
    after: lane.pair
      ? `Other end ${machineName(state, lane.pair.machine)}. Leave key ${lane.kid} in, press power`
      : `Key ${kid} in, press power`,
    steps,
    timer: time,
    hint:
      step.late === 'hint'
        ? 'No answer yet. Key in? Power pressed?'
        : lane.pair
          ? 'No second cord? Skip the outlet.'
          : pdu
            ? whereOn(pdu, step.outlet.outlet)
            : '',
  }
}

const cutSteps = (state: State, run: Run, lane: Lane, now: number): Shape => {
  const step = lane.step
  if (!('machine' in step) || step.at === 'keyOut') return { state: 'waiting', status: 'Wait', say: ['Wait.'] }
  const pdu = state.pdus[step.outlet.pdu]
  const place = pdu ? placeOf(pdu, step.outlet.outlet) : step.outlet.outlet
  const who = machineName(state, step.machine)
  const back = step.at === 'returning'
  const cut = back || step.at === 'listening'
  const dwell = silentMs(run.numbers)
  const ms = step.at === 'listening' ? Math.max(0, now - step.offAt) : 0
  const steps: Step[] = [
    { done: true, what: 'Proof', more: `by key ${step.kid}, from ${who}` },
    { done: cut, what: `${place} cut`, more: 'to see who falls silent' },
    { done: back, what: 'Silence', more: `of ${who} alone` },
  ]
  const say = back
    ? [`Wait. ${place} comes back on.`]
    : step.at === 'listening'
      ? [`Wait. ${place} is cut.`]
      : [`Wait. ${who} has answered.`]
  const time =
    step.at === 'listening' ? { ms, usualMs: dwell, fraction: Math.min(1, ms / dwell), word: 'of' as const } : null
  const hint = 'Touch nothing until it is bound.'
  return { state: 'waiting', status: back ? 'Bound' : 'Confirming', say, steps, timer: time, hint }
}

const stepShape = (state: State, run: Run, lane: Lane, now: number, watts: number | null): Shape => {
  const step = lane.step
  const pdu = 'outlet' in step ? state.pdus[step.outlet.pdu] : undefined
  const place = 'outlet' in step && pdu ? placeOf(pdu, step.outlet.outlet) : ''
  switch (step.at) {
    case 'free':
      return { state: 'free', status: 'Ready', say: [`Lane ${lane.name} is ready.`] }
    case 'draining':
      return {
        state: 'waiting',
        status: 'Resting',
        say: [`Wait. ${place} goes on again.`],
        after: 'It must have been off for a while first',
      }
    case 'switchingOn':
      return { state: 'waiting', status: 'Switching', say: [`Wait. ${place} is going on.`] }
    case 'awaiting':
      return awaiting(state, run, lane, now, watts)
    case 'holding':
    case 'cutting':
    case 'listening':
    case 'returning':
      return cutSteps(state, run, lane, now)
    case 'keyOut': {
      const who = machineName(state, step.machine)
      const both = row(state.machines, step.machine)?.outlets ?? []
      const bound = both.some(ref => sameOutlet(ref, step.outlet))
      const places = bound ? both.map(ref => namesOf(state).place(ref)).join(' and ') : place
      return {
        state: bound ? 'bound' : 'turn',
        status: bound ? `${places} bound` : `${place} only claimed`,
        say: ['Take out key'],
        plate: step.kid,
        after: `of ${who}, ${bound ? `${places} bound` : `${place} not bound`}`,
        mayGoOn: true,
        hint: 'Its lamp is off? Press power.',
      }
    }
    case 'clearing':
      return {
        state: 'waiting',
        status: 'Not bound',
        say: [`Wait. ${place} goes off.`],
        after: step.detail,
        hint: step.again ? 'Then once more' : '',
      }
    case 'closed':
      return { state: 'done', status: 'Done', say: [`Lane ${lane.name} is done.`] }
  }
}

/** What stands between the lanes and their next step while the run is about something else. */
const meanwhile: Readonly<Record<Exclude<Run['phase'], 'working'>, Shape>> = {
  arming: { state: 'waiting', status: 'Wait', say: ['Wait.'], after: 'The PDUs are read first' },
  darkening: { state: 'waiting', status: 'Wait', say: ['Wait.'], after: 'What was unlocked goes off first' },
  syncing: { state: 'done', status: 'Done', say: ['All outlets are done.'] },
  restoring: { state: 'waiting', status: 'Wait', say: ['Wait.'], after: 'Everything is put back' },
  stopped: { state: 'safe', status: 'Made safe', say: ['Made safe.'] },
  ended: { state: 'done', status: 'Done', say: ['The run has ended.'] },
}

const overShape = (run: Run, lane: Lane, shape: Shape): Shape => {
  if (run.phase !== 'working') return meanwhile[run.phase]
  if (run.paused && shape.state !== 'done')
    return { state: 'paused', status: 'Paused', say: ['Paused.'], after: 'Outlets stay as they are' }
  if (lane.stalled && shape.state === 'waiting') {
    const { stalled } = lane
    const why = 'fault' in stalled ? stalled.fault.detail : stalled.reasons.join(' ')
    const mend = 'fault' in stalled ? (stalled.fault.mend ?? '') : ''
    return {
      ...shape,
      state: 'stalled',
      status: 'Held up',
      say: ['fault' in stalled ? 'Wait. The PDU does not answer.' : 'Wait. A rule says not yet.'],
      after: why,
      hint: mend,
      steps: [],
    }
  }
  return shape
}

/** Every lane of the run as a card; lanes that need a hand come first only in the focus order, never on screen. */
export const lanesOf = (state: State, now: number, watts: Readonly<Record<string, number>> = {}): LaneView[] => {
  const run = state.run
  if (!run) return []
  return Object.values(run.lanes).map(lane => {
    const outlet = 'outlet' in lane.step ? lane.step.outlet : null
    const load = outlet ? (watts[outletKey(outlet)] ?? outletAt(state, outlet)?.watts ?? null) : null
    const shape = overShape(run, lane, stepShape(state, run, lane, now, load))
    const { at } = lane.step
    const busy =
      at === 'free' ||
      at === 'closed' ||
      at === 'keyOut' ||
      at === 'cutting' ||
      at === 'listening' ||
      at === 'returning'
    const asked = `${plain(shape.say)}${shape.plate ? ` ${shape.plate}` : ''}`
    const sentence = [asked, shape.after].filter(Boolean).join('. ')
    return {
      name: lane.name,
      kid: lane.kid,
      plate: null,
      after: '',
      steps: [],
      timer: null,
      hint: '',
      mayGoOn: false,
      ...shape,
      outlet,
      maySkip: !busy && run.phase === 'working',
      spoken: `Lane ${lane.name}, key ${lane.kid}. ${shape.status}. ${sentence}`,
      askKey: `${lane.name}/${shape.state}/${shape.plate ?? ''}/${outlet ? outletKey(outlet) : ''}`,
    }
  })
}
