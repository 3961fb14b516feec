// A PDU that says nothing: what Racklight can find out about why, and in which order it says so.
import { describe, expect, it } from 'vitest'
import type { PduAccess } from '#core/ports.ts'
import { makeRack } from './contract-rack.ts'
import { subjects } from './subjects.ts'
import { asPduKnows, authPriv } from './v3-users.ts'

const [subject] = subjects
if (!subject) throw new Error('no subject')
const user = authPriv('sha256', 'aes')

describe('silence', () => {
  const rack = makeRack(subject)
  const wrong = (access: PduAccess): PduAccess => ({ ...access, community: 'guess' })
  const v3 = (access: PduAccess): PduAccess => ({ ...access, version: '3', v3: user })

  it('of a closed port', async () => {
    const { pdu, port, access } = await rack.build()
    await pdu.close()
    for (const asked of [access, v3(access)])
      expect(rack.faultOf(await port.probe(asked))).toMatchObject({
        kind: 'timeout',
        detail: expect.stringContaining('nothing listens at this port'),
        mend: expect.stringContaining('Switch SNMP on'),
      })
  })

  it('of a device that is there: the list of addresses, SNMP itself, the community', async () => {
    const { port, access } = await rack.build()
    expect(rack.faultOf(await port.probe(wrong(access)))).toMatchObject({
      kind: 'timeout',
      detail: expect.stringMatching(/neither SNMPv2c nor SNMPv1.*it is there/),
      mend: expect.stringMatching(/1\..*\(127\.0\.0\.1\).*list of addresses.*2\..*switched off.*3\..*community/),
    })
  })

  it('in v1 and v2c of a PDU that speaks v3', async () => {
    const { port, access } = await rack.build({ users: [asPduKnows(user)] })
    expect(rack.faultOf(await port.probe(wrong(access)))).toMatchObject({
      detail: expect.stringContaining('it speaks SNMPv3'),
      mend: expect.stringMatching(/1\..*community.*2\..*only SNMPv3.*3\..*list/),
    })
  })

  it('is not looked into where a v3 user was refused', async () => {
    const { pdu, port, access } = await rack.build({ users: [asPduKnows(user)] })
    const other = { ...v3(access), v3: { ...user, user: 'nobody' } }
    expect(rack.faultOf(await port.probe(other))).toMatchObject({ kind: 'denied' })
    pdu.knobs.v3Mute = true
    expect(rack.faultOf(await port.probe(other))).toMatchObject({ detail: expect.stringContaining('falls silent') })
  })
})
