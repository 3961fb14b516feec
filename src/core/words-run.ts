// Sentences for facts about a run: lanes, proofs, cuts, bindings, and how it ended.
import type { RunEvent } from './apply-run.ts'
import { leftWords } from './left-words.ts'
import { count, gradeWords, listed, span, type Names, type Words } from './words-names.ts'
import type { RejectReason } from './wire.ts'

const words = (fact: string, more = ''): Words => ({ fact: fact.replace(/^outlet /, 'Outlet '), more })

const rejected: Readonly<Record<RejectReason, string>> = {
  badMac: 'its signature is wrong',
  unknownKid: 'the key is not in stock',
  expired: 'the key has expired',
  revoked: 'the key was revoked',
  spent: 'the key is spent',
  nonceStale: 'it came too late',
  nonceSpent: 'it was used before',
  foreignSite: 'the key belongs to another site',
  wrongLane: 'no lane here uses the key',
  noWindow: 'no outlet was waiting for it',
  bootedBefore: 'the machine was running before its outlet went on',
  otherMachineHolds: 'another machine holds the lane',
  secondKid: 'the machine already answers with another key',
  junkIdentity: 'the machine has neither a UUID nor a serial number of its own',
  malformed: 'it could not be read',
}
/** Why a proof was not accepted, as half a sentence. */
export const rejectWords = (reason: RejectReason): string => rejected[reason]

const dot = (text: string): string => text.replace(/[.]$/, '')

export const runWords = (names: Names, event: RunEvent): Words => {
  switch (event.kind) {
    case 'runStarted':
      return words(
        'Run started',
        `by ${event.by.person}: ${count(event.scope.length, 'outlet')}, ${count(event.lanes.length, 'lane')}`,
      )
    case 'runArmed': {
      const dark = event.dark.length > 0 ? `, ${event.dark.length} to go dark first` : ''
      const left = event.left.length > 0 ? `, ${event.left.length} left alone` : ''
      return words(`${count(event.queue.length, 'outlet')} to map`, `${dark}${left}`)
    }
    case 'lanesOpened':
      return words('Lanes are open')
    case 'outletTaken':
      return words(
        `Lane ${event.lane} takes ${names.place(event)}`,
        event.attempt > 1 ? `, attempt ${event.attempt}` : '',
      )
    case 'laneAsked':
      return words(`Lane ${event.lane}`, `: ${event.say}`)
    case 'laneLate':
      return event.stage === 'hint'
        ? words(`${names.place(event)} has no answer yet`, `, lane ${event.lane}`)
        : words(`Look at the machine on ${names.place(event)}`, `, lane ${event.lane}`)
    case 'proofAccepted':
      return words(
        `Proof by ${event.kid}`,
        `from ${names.machine(event.machine.uuid)} while ${names.place(event)} is on`,
      )
    case 'proofRejected':
      return words(`Not accepted: a proof by ${event.kid}`, `, because ${rejectWords(event.reason)}`)
    case 'keySpent':
      return words(`Key ${event.kid} spent`, `: it has placed ${names.machine(event.machine)}`)
    case 'keyBack':
      return words(`Key ${event.kid} back`, `, says ${event.by.person}`)
    case 'machineReturned':
      return words(
        `${names.machine(event.uuid)} has started again`,
        event.keyLeftIn === null ? '' : `with key ${event.kid} still in it`,
      )
    case 'strangerSeen': {
      const mac = event.macs[0] ? `, MAC ${event.macs[0]}` : ''
      return words('A stranger answered', `: serial ${event.serial || 'unknown'}${mac}`)
    }
    case 'hintHeard':
      return words(
        `Key ${event.kid} is starting a machine`,
        `, which calls itself serial ${event.serial || 'unknown'}, MAC ${event.mac}; a hint and no proof`,
      )
    case 'cutOrdered':
      return words(`${names.place(event)} is cut`, `to see whether ${names.machine(event.machine)} falls silent`)
    case 'edgeMissed':
      return words(`The cut of ${names.place(event)} proves nothing`, `: ${leftWords(event.reason)}`)
    case 'heartsStoppedTogether':
      return words(
        `${listed(event.machines.map(names.machine))} stopped together`,
        `when ${names.place(event)} was cut`,
      )
    case 'loadRose':
      return words(
        `${names.place(event)} rose from ${event.fromWatts} to ${event.toWatts} W`,
        `, ${names.machine(event.machine)} holds`,
      )
    case 'heartStopped':
      return words(`${names.machine(event.machine)} stopped beating`, ', and nothing of ours was cut')
    case 'bound': {
      const grade = event.grade === 'proved' ? '' : `, ${gradeWords(event.grade)}`
      const all = listed([event.machine, ...event.with].map(names.machine))
      return words(`${names.place(event)} bound`, `to ${all}${grade}${proofWords(event)}`)
    }
    case 'claimed':
      return words(`${names.place(event)} only claimed`, `by ${names.machine(event.machine)}: ${event.why}`)
    case 'bindingRetracted':
      return words(`${names.place(event)} no longer bound`, `to ${names.machine(event.machine)}: ${event.why}`)
    case 'outletFailed':
      return words(`${names.place(event)} not bound`, `: ${dot(event.detail)}${event.again ? '; once more' : ''}`)
    case 'outletLeft':
      return words(`${names.place(event)} left`, `: ${dot(event.detail) || leftWords(event.reason)}`)
    case 'laneWentOn':
      return words(`Lane ${event.lane} goes on`)
    case 'laneStalled':
      return words(`Lane ${event.lane} waits`, `: ${event.fault.detail}`)
    case 'laneClosed':
      return words(`Lane ${event.lane} is done`)
    case 'runPaused':
      return words('Run paused', `by ${event.by.person}`)
    case 'runUnpaused':
      return words('Run goes on', `, says ${event.by.person}`)
    case 'madeSafe': {
      const on =
        event.stillOn.length === 0
          ? 'nothing of this run is on'
          : `${names.places(event.stillOn)} ${event.stillOn.length === 1 ? 'stays' : 'stay'} on`
      return words('Made safe', `: ${dot(event.why)}; ${on}`)
    }
    case 'runInterrupted':
      return words('The run was broken off', 'when Racklight ended; nothing was switched since')
    case 'runResumed':
      return words('Run resumed', `by ${event.by.person}`)
    case 'restoreStarted': {
      const left = event.left.length > 0 ? `, ${event.left.length} left alone` : ''
      return words('Putting everything back', `: ${count(event.outlets.length, 'outlet')}${left}`)
    }
    case 'outletRestored':
      return event.done
        ? words(`${names.place(event)} put back`)
        : words(`${names.place(event)} not put back`, `: ${event.detail}`)
    case 'lanesDone':
      return words('All lanes are done')
    case 'maasRecorded': {
      const took = event.changes.length === 0 ? 'nothing to change' : `took ${listed(event.changes.map(fieldWords), 3)}`
      const no = event.refused.length > 0 ? `; not ${listed(event.refused, 3)}` : ''
      return words(`MAAS knows ${names.machine(event.machine)}`, `: ${took}${no}`)
    }
    case 'maasFailed':
      return words(`MAAS did not take ${names.machine(event.machine)}`, `: ${event.fault.detail}`)
    case 'runEnded':
      return words(
        { finished: 'Run finished', stopped: 'Run ended', fault: 'Run failed' }[event.how],
        `: ${event.detail}`,
      )
  }
}

/** A field of MAAS as a person would say it. */
const fieldWords = (field: string): string => field.replace(/^power_parameters_/, '').replaceAll('_', ' ')

const proofWords = (event: Extract<RunEvent, { kind: 'bound' }>): string => {
  const proof = event.evidence.find(one => one.kind === 'proof')
  const cut = event.evidence.find(one => one.kind === 'edgeOff')
  const load = event.evidence.find(one => one.kind === 'meterEdge')
  const by = proof?.kind === 'proof' ? `, proof by ${proof.kid}` : ''
  if (load?.kind === 'meterEdge') return `${by}, ${load.toWatts} W that fell to ${load.fellToWatts} W when cut`
  return cut?.kind === 'edgeOff' ? `${by}, silent for ${span(cut.silentMs)} when cut` : by
}
