import { describe, expect, it } from 'vitest'
import { outletsNamed } from '#core/allocation.ts'
import { readAllocation } from '#main/maas/allocation.ts'
import { apc, clientOf, faultOf, openMaas, value } from './with-maas.ts'

const pduA = { id: 'ZA1234567890', host: '10.0.0.5', aliases: ['pdu-a.example.com'] }
const pduB = { id: 'ZB1234567890', host: '10.0.0.6', aliases: [] }

describe('reading what MAAS has allocated', () => {
  it('finds every machine that names a PDU, of any power type and state', async () => {
    const { maas, clock } = await openMaas()
    maas.addMachine({ macs: ['52:54:00:00:00:01'], hostname: 'one', ...apc('10.0.0.5', '3') })
    maas.addMachine({
      macs: ['52:54:00:00:00:02'],
      hostname: 'two',
      status: 'Deployed',
      ...apc('PDU-A.example.com', '04'),
    })
    maas.addMachine({ macs: ['52:54:00:00:00:03'], hostname: 'three', ...apc('10.0.0.55', '5') })
    maas.addMachine({
      macs: ['52:54:00:00:00:04'],
      hostname: 'four',
      powerType: 'dli',
      powerParameters: {
        power_address: 'http://10.0.0.6:80',
        outlet_id: '2',
        power_user: 'admin',
        power_pass: 'hidden',
      },
    })
    maas.addMachine({ macs: ['52:54:00:00:00:05'], hostname: 'five', ...apc('10.0.0.6', 'ninety') })
    const read = value(await readAllocation(clientOf(maas, clock), [pduA, pduB]))
    const taken = outletsNamed(read.named, [pduA, pduB]).map(({ pdu, outlet, hostname }) => [hostname, pdu, outlet])
    expect(taken).toEqual([
      ['one', pduA.id, '3'],
      ['two', pduA.id, '4'],
      ['four', pduB.id, '2'],
      ['five', pduB.id, null],
    ])
    expect(read.otherAddresses).toEqual(['10.0.0.55'])
    expect(read.named[0]).toEqual({
      systemId: expect.any(String),
      hostname: 'one',
      address: '10.0.0.5',
      outlet: '3',
      powerType: 'apc',
    })
  })

  it('takes a PDU whole that a webhook mentions, and keeps nothing of the URI', async () => {
    const { maas, clock } = await openMaas()
    const uri = (what: string): string => `https://me:hidden@gate.example.com/${what}?pdu=10.0.0.5&token=hidden`
    maas.addMachine({
      macs: ['52:54:00:00:00:01'],
      hostname: 'hooked',
      powerType: 'webhook',
      powerParameters: {
        power_on_uri: uri('on'),
        power_off_uri: uri('off'),
        power_query_uri: uri('q'),
        power_token: 'hidden',
      },
    })
    const read = value(await readAllocation(clientOf(maas, clock), [pduA, pduB]))
    expect(outletsNamed(read.named, [pduA, pduB])).toMatchObject([{ pdu: pduA.id, outlet: null, hostname: 'hooked' }])
    expect(JSON.stringify(read)).not.toContain('hidden')
  })

  it('counts deployed machines whose outlets nobody told, and believes the line another cart wrote', async () => {
    const { maas, clock } = await openMaas()
    const bmc = { powerType: 'ipmi', powerParameters: { power_address: '10.9.0.1', power_pass: 'hidden' } }
    maas.addMachine({ macs: ['52:54:00:00:00:01'], status: 'Deployed', ...bmc })
    maas.addMachine({ macs: ['52:54:00:00:00:02'], status: 'Deployed', powerType: 'manual' })
    maas.addMachine({ macs: ['52:54:00:00:00:03'], status: 'Deployed', ...apc('10.0.0.77', '1') })
    maas.addMachine({ macs: ['52:54:00:00:00:04'], status: 'Ready', ...bmc })
    maas.addMachine({
      macs: ['52:54:00:00:00:05'],
      hostname: 'mapped',
      status: 'Deployed',
      ...bmc,
      description: `db server\nracklight:v1 pdu=${pduA.id} outlet=7 feed=A grade=proved; pdu=${pduB.id} outlet=8 feed=B grade=proved`,
    })
    const read = value(await readAllocation(clientOf(maas, clock), [pduA, pduB]))
    expect(read.deployedUnknown).toBe(2)
    expect(outletsNamed(read.named, [pduA, pduB]).map(({ pdu, outlet, hostname }) => [pdu, outlet, hostname])).toEqual([
      [pduA.id, '7', 'mapped'],
      [pduB.id, '8', 'mapped'],
    ])
    expect(JSON.stringify(read)).not.toContain('hidden')
  })

  it('costs one question more when the deployed machines are known already', async () => {
    const { maas, clock } = await openMaas()
    maas.addMachine({ macs: ['52:54:00:00:00:01'], status: 'Deployed', ...apc('10.0.0.5', '1') })
    const client = clientOf(maas, clock)
    const first = value(await readAllocation(client, [pduA]))
    const asked = maas.requests.length
    const second = value(await readAllocation(client, [pduA], { deployed: first.deployed }))
    expect(maas.requests.length - asked).toBe(1)
    expect(second.named).toEqual(first.named)
  })

  it('asks for the names of many machines in portions', async () => {
    const { maas, clock } = await openMaas()
    for (let n = 0; n < 130; n++)
      maas.addMachine({
        macs: [`52:54:00:00:01:${n.toString(16).padStart(2, '0')}`],
        ...apc('10.0.0.5', String(n + 1)),
      })
    const read = value(await readAllocation(clientOf(maas, clock), [pduA]))
    expect(read.named).toHaveLength(130)
    expect(read.named.every(one => one.hostname !== one.systemId)).toBe(true)
  })

  it('is refused to an ordinary user, in words', async () => {
    const { maas, clock } = await openMaas()
    const client = clientOf(maas, clock, { apiKey: maas.userKey })
    expect(faultOf(await readAllocation(client, [pduA]))).toMatchObject({
      kind: 'denied',
      mend: expect.stringContaining('administrator'),
    })
  })
})
