// What needs a person: each question with what is known, why, and what would mend it.
import type { Fault } from './fault.ts'
import { proposals } from './equipment.ts'
import { placeOf } from './place.ts'
import { outletKey, type OutletRef } from './rack.ts'
import { openRun, type State } from './state.ts'
import { isTrouble } from './select-lamp.ts'
import { listed, machineName } from './words-names.ts'
import { placeWords } from './words.ts'
import { leftWords } from './left-words.ts'

export type QuestionAct = 'present' | 'readPdu' | 'skip' | 'look' | 'chassis'
export interface Question {
  readonly key: string
  readonly sign: 'person' | 'fault' | 'locked' | 'unknown'
  /** `B-9` or `A stranger`. */
  readonly about: string
  readonly short: string
  readonly ask: string
  readonly why: string
  readonly mend: string
  readonly said: string
  readonly at: number
  readonly outlet: OutletRef | null
  readonly pdu: string | null
  readonly lane: string | null
  readonly acts: readonly QuestionAct[]
  readonly machines: readonly string[]
}

const question = (key: string, rest: Partial<Question> & Pick<Question, 'about' | 'short' | 'ask'>): Question => ({
  key,
  sign: 'person',
  why: '',
  mend: '',
  said: '',
  at: 0,
  outlet: null,
  pdu: null,
  lane: null,
  acts: [],
  machines: [],
  ...rest,
})

const fromFault = (key: string, about: string, ask: string, fault: Fault, rest: Partial<Question>): Question =>
  question(key, { sign: 'fault', about, short: ask, ask, said: fault.detail, mend: fault.mend ?? '', ...rest })

const laneQuestions = (state: State): Question[] => {
  const run = openRun(state)
  return Object.values(run?.lanes ?? {}).flatMap((lane): Question[] => {
    const outlet = 'outlet' in lane.step ? lane.step.outlet : null
    const pdu = outlet ? state.pdus[outlet.pdu] : undefined
    const about = outlet && pdu ? placeOf(pdu, outlet.outlet) : `Lane ${lane.name}`
    const common = { about, outlet, pdu: pdu?.id ?? null, lane: lane.name }
    const { step, stalled } = lane
    if (step.at === 'awaiting' && step.late === 'question')
      return [
        question(`late/${lane.name}/${outlet ? outletKey(outlet) : ''}/${step.onAt}`, {
          ...common,
          short: 'No machine has answered',
          ask: `Look at the machine on ${about}. Is its power lamp on?`,
          why: `${about} is on and no machine with key ${lane.kid} has answered. It stays on until somebody answers or the time is up; then it goes off and is left.`,
          mend: `Lamp dark: press power. Lamp on: is key ${lane.kid} in, and does the machine start from the network?`,
          at: step.onAt,
          acts: ['look', 'skip'],
        }),
      ]
    if (stalled && 'reasons' in stalled) {
      const absent = stalled.reasons.some(reason => reason.startsWith('Nobody has confirmed'))
      return [
        question(`rule/${lane.name}/${stalled.reasons.join()}`, {
          ...common,
          short: `Lane ${lane.name} is held up`,
          ask: absent ? 'Is a person at the rack?' : `${about} waits for a rule`,
          why: stalled.reasons.join(' '),
          at: stalled.at,
          acts: absent ? ['present'] : [],
        }),
      ]
    }
    return []
  })
}

const pduQuestions = (state: State): Question[] =>
  Object.values(state.pdus).flatMap(pdu => {
    if (!pdu.silent) return []
    const other = pdu.silent.kind === 'wrongDevice'
    const ask = other ? `Another PDU answers at ${pdu.address.host}` : `PDU ${pdu.feed} does not answer`
    const why = other ? 'Nothing is switched there.' : 'Lanes on it wait; the others go on.'
    return [
      fromFault(`silent/${pdu.id}/${pdu.silent.kind}`, `PDU ${pdu.feed}`, ask, pdu.silent, {
        why,
        pdu: pdu.id,
        acts: ['readPdu'],
      }),
    ]
  })

const doubtedQuestions = (state: State): Question[] =>
  Object.values(state.pdus).flatMap(pdu => {
    if (!pdu.doubted) return []
    const { outlet, why, at } = pdu.doubted
    return [
      question(`doubted/${pdu.id}/${at}`, {
        sign: 'fault',
        about: `PDU ${pdu.feed}`,
        short: 'not believed',
        ask: `PDU ${pdu.feed} tells an untruth`,
        why: `${why} Nothing is switched there until a person has looked.`,
        mend: `Look at ${placeOf(pdu, outlet)} and what hangs there, then add the PDU again under Setup.`,
        at,
        pdu: pdu.id,
        outlet: { pdu: pdu.id, outlet },
      }),
    ]
  })

const chassisQuestions = (state: State): Question[] =>
  proposals(state).map(({ machines, outlets, times }) => {
    const names = listed(machines.map(uuid => machineName(state, uuid)))
    const places = listed(outlets.flatMap(ref => (state.pdus[ref.pdu] ? [placeWords(state, ref)] : [])))
    return question(`chassis/${machines.join()}`, {
      about: names,
      short: 'stopped together',
      ask: `Are ${names} one chassis?`,
      why: `Their hearts stopped together ${times === 2 ? 'twice' : `${times} times`}, when ${places} was cut. So a cut there has two explanations, unless they share their power.`,
      mend: 'If they sit in one chassis, say so: then a cut that stops all of them binds its outlet to the chassis. If not, trace their cords.',
      acts: ['chassis'],
      machines,
    })
  })

const outletQuestions = (state: State): Question[] =>
  Object.values(state.pdus).flatMap(pdu =>
    Object.values(pdu.outlets).flatMap((outlet): Question[] => {
      const ref = { pdu: pdu.id, outlet: outlet.facts.id }
      const about = placeOf(pdu, ref.outlet)
      const { left, claim } = outlet
      const run = state.run
      if (left && run && left.run === run.id && isTrouble(left.reason) && !outlet.binding)
        return [
          question(`left/${run.id}/${outletKey(ref)}`, {
            sign: left.reason === 'switchFault' ? 'fault' : 'person',
            about,
            short: leftWords(left.reason),
            ask: `${about} is not bound: ${leftWords(left.reason)}`,
            why: left.detail,
            mend: 'A new run over this outlet tries again.',
            outlet: ref,
            pdu: pdu.id,
          }),
        ]
      if (claim && !claim.why.startsWith('released by'))
        return [
          question(`claim/${outletKey(ref)}/${claim.machine}`, {
            about,
            short: `claimed by ${machineName(state, claim.machine)}`,
            ask: `${about} is only claimed, not proved`,
            why: `${machineName(state, claim.machine)} says it hangs on ${about}, but ${claim.why}.`,
            mend: 'It is never written to MAAS. A run with the confirming cut settles it.',
            outlet: ref,
            pdu: pdu.id,
          }),
        ]
      if (left && run && left.run === run.id && left.reason === 'foundOn' && outlet.state === 'on')
        return [
          question(`on/${run.id}/${outletKey(ref)}`, {
            sign: 'locked',
            about,
            short: `${outlet.watts === null ? 'on' : `${outlet.watts} W`}, and nobody claims it`,
            ask: `What hangs on ${about}?`,
            why: `${about} was found on${outlet.watts === null ? '' : ` with ${outlet.watts} W`}, and nothing names it. It is locked: Racklight does not cut it.`,
            mend: 'Say that it is never touched, or to what it is allocated, or unlock it by its number for the next run.',
            outlet: ref,
            pdu: pdu.id,
          }),
        ]
      return []
    }),
  )

const strangerQuestions = (state: State): Question[] =>
  state.strangers.map(({ uuid, macs, serial, claimed, at }) =>
    question(`stranger/${uuid}`, {
      sign: 'unknown',
      about: 'A stranger',
      short: macs[0] ? `No valid key, MAC ends ${macs[0].slice(-8)}` : 'No valid key',
      ask: 'Who is this machine?',
      why: `A machine answered without a valid key. It calls itself serial ${serial || 'unknown'}, UUID ${uuid}${claimed ? `, and names key ${claimed}` : ''}. It is bound to nothing.`,
      mend: 'Put a key of this run into it if it belongs here.',
      at,
    }),
  )

/** Everything that waits for a person, faults first. */
export const questionsOf = (state: State): Question[] => {
  const maas = state.maasLost
    ? [
        fromFault('maas', 'MAAS', 'MAAS does not answer', state.maasLost, {
          why: 'What it names may be out of date; switching stops when it is too old.',
        }),
      ]
    : []
  return [
    ...laneQuestions(state),
    ...pduQuestions(state),
    ...doubtedQuestions(state),
    ...chassisQuestions(state),
    ...maas,
    ...outletQuestions(state),
    ...strangerQuestions(state),
  ]
}
