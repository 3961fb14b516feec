import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { planSync } from '#core/sync.ts'
import type { MachinePlan, SyncEquipment, SyncOptions } from '#core/sync.ts'
import type { MaasClient } from '#main/maas/client.ts'
import { checkMaas } from '#main/maas/check.ts'
import { readAllocation } from '#main/maas/allocation.ts'
import { applyPlan, readSyncMachine } from '#main/maas/write.ts'
import type { VirtualMaas } from '#sim/maas/virtual-maas.ts'
import { apc, clientOf, during, faultOf, openMaas, value } from './with-maas.ts'

const options: SyncOptions = { writeUndrivable: false, replaceOther: false }
const pdu = (host: string, id = 'ZA1234567890') => ({ pduName: 'pdu-a', pduSerial: id, address: { host, port: 161 } })

function equipment(host: string, outlet: string): SyncEquipment {
  return {
    uuid: '4c4c4544-0051-3610-8057-b7c04f4a4b32',
    serial: 'SN1',
    macs: ['52:54:00:00:00:01'],
    outlets: [{ ...pdu(host), outlet, feed: 'A', grade: 'proved' }],
    driver: { powerType: 'apc', parameters: { pdu_type: 'RPDU', power_on_delay: '5' }, drivable: true, reasons: [] },
  }
}

async function planFor(client: MaasClient, systemId: string, host: string, outlet: string): Promise<MachinePlan> {
  const machine = value(await readSyncMachine(client, systemId))
  const [plan] = planSync([{ equipment: equipment(host, outlet), machine }], [], options)
  return plan as MachinePlan
}

const puts = (maas: VirtualMaas) => maas.requests.filter(({ method }) => method === 'PUT')

describe('applying a plan', () => {
  it('writes power type, every parameter and the description, and again does nothing', async () => {
    const { maas, clock } = await openMaas()
    const { systemId } = maas.addMachine({ macs: ['52:54:00:00:00:01'], description: 'for the web team' })
    const client = clientOf(maas, clock)
    const plan = await planFor(client, systemId, '10.0.0.5', '3')
    expect(value(await applyPlan(client, plan)).written).toContain('power_type')
    expect(maas.powerOf(systemId)).toEqual(apc('10.0.0.5', '3').powerParameters)
    expect(maas.machines.get(systemId)?.description).toBe(
      'for the web team\nracklight:v1 pdu=ZA1234567890 outlet=3 feed=A grade=proved',
    )
    expect(value(await applyPlan(client, plan)).written).toEqual([])
    expect(puts(maas)).toHaveLength(1)
    expect((await planFor(client, systemId, '10.0.0.5', '3')).changes).toEqual([])
  })

  it('leaves no parameter of another power type behind', async () => {
    const { maas, clock } = await openMaas()
    const eaton = { power_address: '10.0.0.6', node_outlet: '7', power_on_delay: '9' }
    const { systemId } = maas.addMachine({ macs: ['52:54:00:00:00:01'], powerType: 'eaton', powerParameters: eaton })
    const client = clientOf(maas, clock)
    value(await applyPlan(client, await planFor(client, systemId, '10.0.0.5', '3')))
    expect(maas.powerOf(systemId)).toEqual(apc('10.0.0.5', '3').powerParameters)
  })

  it('refuses when MAAS was changed since the plan was made', async () => {
    const { maas, clock } = await openMaas()
    const machine = maas.addMachine({ macs: ['52:54:00:00:00:01'] })
    const client = clientOf(maas, clock)
    const plan = await planFor(client, machine.systemId, '10.0.0.5', '3')
    machine.description = 'somebody else was here'
    expect(faultOf(await applyPlan(client, plan))).toMatchObject({ kind: 'busy', mend: 'Make the plan anew.' })
    expect(puts(maas)).toEqual([])
  })

  it('refuses a machine that was locked since', async () => {
    const { maas, clock } = await openMaas()
    const machine = maas.addMachine({ macs: ['52:54:00:00:00:01'] })
    const client = clientOf(maas, clock)
    const plan = await planFor(client, machine.systemId, '10.0.0.5', '3')
    machine.locked = true
    expect(faultOf(await applyPlan(client, plan)).kind).toBe('denied')
    expect(puts(maas)).toEqual([])
  })

  it('reads back, so that a change whose answer got lost counts as made', async () => {
    const { maas, clock } = await openMaas()
    const { systemId } = maas.addMachine({ macs: ['52:54:00:00:00:01'] })
    const client = clientOf(maas, clock, {}, { smallMs: 1_000 })
    const plan = await planFor(client, systemId, '10.0.0.5', '3')
    const lossy: MaasClient = {
      ...client,
      put: async (path, form, shape) => {
        await client.put(path, form, shape)
        return { ok: false, fault: { kind: 'timeout', where: client.where, detail: 'MAAS did not answer within 1 s.' } }
      },
    }
    expect(value(await during(clock, applyPlan(lossy, plan))).written).toContain('power_type')
  })

  it('tells when MAAS refuses, and what it said', async () => {
    const { maas, clock } = await openMaas()
    const { systemId } = maas.addMachine({ macs: ['52:54:00:00:00:01'] })
    const client = clientOf(maas, clock)
    const plan = await planFor(client, systemId, '10.0.0.5', '3')
    const odd = { ...plan, changes: [...plan.changes, { field: 'power_parameters_colour', from: '', to: 'red' }] }
    expect(faultOf(await applyPlan(client, odd)).detail).toContain('Unknown parameter(s): colour.')
  })
})

describe('trap 1: the neighbours on a PDU', () => {
  it('are moved by MAAS itself when the address of one machine is edited', async () => {
    const { maas, clock } = await openMaas()
    const stays = maas.addMachine({ macs: ['52:54:00:00:00:01'], ...apc('10.0.0.5', '1') })
    const moves = maas.addMachine({ macs: ['52:54:00:00:00:02'], ...apc('10.0.0.5', '2') })
    await clientOf(maas, clock).put(
      `machines/${moves.systemId}/`,
      [['power_parameters_power_address', '10.0.0.9']],
      z.unknown(),
    )
    expect(maas.powerOf(stays.systemId).power_address).toBe('10.0.0.9')
  })

  it('stay where they are when a plan moves one machine to another PDU', async () => {
    const { maas, clock } = await openMaas()
    const stays = maas.addMachine({ macs: ['52:54:00:00:00:01'], ...apc('10.0.0.5', '1') })
    const moves = maas.addMachine({ macs: ['52:54:00:00:00:02'], ...apc('10.0.0.5', '2') })
    const other = maas.addMachine({ macs: ['52:54:00:00:00:03'], ...apc('10.0.0.9', '4') })
    const client = clientOf(maas, clock)
    value(await applyPlan(client, await planFor(client, moves.systemId, '10.0.0.9', '6')))
    expect(maas.powerOf(stays.systemId)).toEqual(apc('10.0.0.5', '1').powerParameters)
    expect(maas.powerOf(moves.systemId)).toEqual(apc('10.0.0.9', '6').powerParameters)
    expect(maas.powerOf(other.systemId)).toEqual(apc('10.0.0.9', '4').powerParameters)
    expect(puts(maas).map(({ form }) => form[0])).toEqual([
      ['power_type', 'manual'],
      ['power_type', 'apc'],
    ])
  })

  it('need no detour when only the outlet changes', async () => {
    const { maas, clock } = await openMaas()
    const stays = maas.addMachine({ macs: ['52:54:00:00:00:01'], ...apc('10.0.0.5', '1') })
    const moves = maas.addMachine({ macs: ['52:54:00:00:00:02'], ...apc('10.0.0.5', '2') })
    const client = clientOf(maas, clock)
    value(await applyPlan(client, await planFor(client, moves.systemId, '10.0.0.5', '8')))
    expect(maas.powerOf(stays.systemId).node_outlet).toBe('1')
    expect(maas.powerOf(moves.systemId).node_outlet).toBe('8')
    expect(puts(maas)).toHaveLength(1)
  })

  it('stay too when the move breaks off half way, and a new plan ends it', async () => {
    const { maas, clock } = await openMaas()
    const stays = maas.addMachine({ macs: ['52:54:00:00:00:01'], ...apc('10.0.0.5', '1') })
    const moves = maas.addMachine({ macs: ['52:54:00:00:00:02'], ...apc('10.0.0.5', '2') })
    const client = clientOf(maas, clock)
    const plan = await planFor(client, moves.systemId, '10.0.0.9', '6')
    let seen = 0
    maas.knobs.failOn = ({ method }) => method === 'PUT' && ++seen === 2
    maas.knobs.failWith = 500
    const fault = faultOf(await applyPlan(client, plan))
    expect(fault.detail).toContain('\u201cmanual\u201d')
    expect(maas.machines.get(moves.systemId)?.powerType).toBe('manual')
    value(await applyPlan(client, await planFor(client, moves.systemId, '10.0.0.9', '6')))
    expect(maas.powerOf(moves.systemId)).toEqual(apc('10.0.0.9', '6').powerParameters)
    expect(maas.powerOf(stays.systemId)).toEqual(apc('10.0.0.5', '1').powerParameters)
  })
})

describe('trap 2: a request without a key makes a machine', () => {
  it('is real: MAAS answers 200 to a POST of a stranger', async () => {
    const { maas } = await openMaas()
    const body = new URLSearchParams({ architecture: 'amd64', mac_addresses: '52:54:00:00:00:99' })
    const answer = await fetch(`${maas.url}/api/2.0/machines/`, { method: 'POST', body })
    expect([answer.status, maas.machines.size]).toEqual([200, 1])
  })

  it('never happens: every request of ours is signed, and no machine appears', async () => {
    const { maas, clock } = await openMaas()
    const { systemId } = maas.addMachine({ macs: ['52:54:00:00:00:01'] })
    value(await checkMaas({ url: maas.url, apiKey: maas.apiKey }, clock))
    const client = clientOf(maas, clock)
    value(await applyPlan(client, await planFor(client, systemId, '10.0.0.5', '3')))
    value(await readAllocation(client, [{ id: 'ZA1234567890', host: '10.0.0.5', aliases: [] }]))
    expect(maas.requests.length).toBeGreaterThan(6)
    expect(maas.requests.every(({ signed, by }) => signed && by === 'admin')).toBe(true)
    expect(maas.requests.some(({ method, path }) => method === 'POST' && path.endsWith('/machines/'))).toBe(false)
    expect(maas.machines.size).toBe(1)
  })
})

describe('trap 3: a PDU power type on a live machine', () => {
  it.each(['Deployed', 'Allocated', 'Deploying', 'Commissioning', 'Testing'] as const)(
    'is never planned for a %s one',
    async status => {
      const { maas, clock } = await openMaas()
      const { systemId } = maas.addMachine({ macs: ['52:54:00:00:00:01'], status, powerType: 'manual' })
      const plan = await planFor(clientOf(maas, clock), systemId, '10.0.0.5', '3')
      expect(plan.changes.map(({ field }) => field)).toEqual(['description'])
      expect(plan.refused).toEqual([{ field: 'power_type', reason: expect.stringContaining(status) }])
    },
  )

  it('is not written when the machine was deployed after the plan', async () => {
    const { maas, clock } = await openMaas()
    const machine = maas.addMachine({ macs: ['52:54:00:00:00:01'], status: 'Ready' })
    const client = clientOf(maas, clock)
    const plan = await planFor(client, machine.systemId, '10.0.0.5', '3')
    machine.status = 'Deployed'
    expect(faultOf(await applyPlan(client, plan)).detail).toContain('the machine is Deployed')
    expect(machine.powerType).toBe('')
    expect(puts(maas)).toEqual([])
  })
})
