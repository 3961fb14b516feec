import { afterEach, expect, it } from 'vitest'
import type { Event } from '#core/event.ts'
import { by, mapOf, openTestRack, truthOf, type TestRack } from '../support/rack.ts'

let rack: TestRack
afterEach(() => rack.close())

type Fatal = (event: Event) => boolean

const cuts: readonly (readonly [string, Fatal])[] = [
  ['the run has begun', event => event.kind === 'runStarted'],
  ['the run is armed', event => event.kind === 'runArmed'],
  ['an outlet is taken', event => event.kind === 'outletTaken'],
  ['the SET to switch on is about to leave', event => event.kind === 'switchSent' && event.to === 'on'],
  ['a machine is awaited', event => event.kind === 'outletSwitched' && event.to === 'on'],
  ['a machine holds', event => event.kind === 'proofAccepted'],
  ['the cut is ordered', event => event.kind === 'cutOrdered'],
  ['the SET of the cut is about to leave', event => event.kind === 'switchSent' && event.to === 'off'],
  ['the silence is being listened to', event => event.kind === 'outletSwitched' && event.to === 'off'],
  ['a machine is bound and still dark', event => event.kind === 'bound'],
  ['the key is to be taken out', event => event.kind === 'laneAsked' && event.ask === 'takeKeyOut'],
  ['the lane goes on', event => event.kind === 'laneWentOn'],
  ['the lanes are done', event => event.kind === 'lanesDone'],
  ['the first machine is recorded', event => event.kind === 'maasRecorded'],
]

it.each(cuts)(
  'killed when %s: resumed, the same map is proved, and nothing was sent that is not in the journal',
  async (_when, fatal) => {
    rack = await openTestRack({ outlets: 2, seed: 23 })
    rack.hands.follow()
    await rack.crashOn(fatal, () => rack.start())
    expect(rack.state().run).toMatchObject({ phase: 'stopped', why: 'interrupted' })
    const sets = rack.sets()
    await rack.clock.advance(120_000)
    expect(rack.sets()).toEqual(sets)
    expect(await rack.tell({ kind: 'resumeRun', present: true, by })).toMatchObject({ ok: true })
    expect(await rack.ended()).toMatchObject({ how: 'finished', detail: '2 of 2 outlets bound' })
    expect(mapOf(rack.state())).toEqual(truthOf(rack.bench))
    expect(rack.of('bound')).toHaveLength(2)
    expect(
      rack
        .of('maasRecorded')
        .map(event => event.machine)
        .toSorted(),
    ).toEqual(Object.values(truthOf(rack.bench)).toSorted())
    const journaled = rack.of('switchSent').map(({ outlet, to }) => `A-${outlet} ${to}`)
    expect(journaled).toEqual(expect.arrayContaining(rack.sets()))
    expect(journaled.length - rack.sets().length).toBeLessThanOrEqual(1)
    expect([rack.pdu().state(1), rack.pdu().state(2)]).toEqual(['on', 'on'])
    expect(rack.bugs).toEqual([])
  },
)
