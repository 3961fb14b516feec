// What a family does with an outlet that its PDU will not switch, where the PDU can say why.
import { describe, expect, it } from 'vitest'
import { families } from '#main/pdu/families.ts'
import { makePduPort } from '#main/pdu/port.ts'
import type { Obstacle } from '#sim/pdu/relays.ts'
import { always, hurried, makeRack, patient } from './contract-rack.ts'
import { isSwitched } from './subject.ts'
import { subjects } from './subjects.ts'

const said: Readonly<Record<Obstacle, RegExp>> = {
  locked: /locked/,
  breakerTripped: /breaker/,
  relayFailed: /relay/,
  serviceMode: /service mode/,
  noConnection: /cannot be reached/,
}

const cases = subjects.filter(isSwitched).flatMap(subject => {
  const { obstacles = [] } = families.find(({ name }) => name === subject.family) ?? {}
  const told = new Set(obstacles.flatMap(({ values }) => Object.values(values)))
  return [...told].map(obstacle => ({ subject, family: subject.family, obstacle }))
})

it('no family invents an obstacle', () => expect(cases.filter(({ obstacle }) => !(obstacle in said))).toEqual([]))

describe.each(cases)('$family: an outlet that is $obstacle', ({ subject, obstacle }) => {
  const rack = makeRack(subject)

  it('is not sent a command, and the reason is said', async () => {
    const { pdu, port, access, clock } = await rack.build()
    const { target } = await rack.known(port, access)
    pdu.setObstacle(4, obstacle)
    const never = async (): Promise<boolean> => expect.unreachable('nothing is to be sent')
    const result = await rack.settled(clock, port.switchOutlet(target, '4', 'on', never))
    expect(rack.faultOf(result)).toMatchObject({
      kind: expect.stringMatching(/^(denied|notSupported)$/),
      detail: expect.stringMatching(said[obstacle]),
      mend: expect.any(String),
    })
    expect(pdu.sets).toEqual([])
    pdu.setObstacle(4, null)
    for (const outlet of ['4', '5'])
      expect(await rack.settled(clock, port.switchOutlet(target, outlet, 'on', always))).toMatchObject({ ok: true })
  })

  it('explains why a command that was sent did nothing', async () => {
    const { pdu, access, clock } = await rack.build()
    const port = makePduPort({ clock, timeouts: patient, families: hurried })
    const { target } = await rack.known(port, access)
    const meanwhile = async (): Promise<boolean> => (pdu.setObstacle(4, obstacle), true)
    const result = await rack.settled(clock, port.switchOutlet(target, '4', 'on', meanwhile))
    expect(rack.faultOf(result)).toMatchObject({ detail: expect.stringMatching(said[obstacle]) })
    expect(pdu.isLive(4)).toBe(false)
  })
})
