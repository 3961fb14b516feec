// Walks of real PDUs, served by snmpsim where it is installed and the recordings are at hand.
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PduAccess } from '#core/ports.ts'
import type { PduProbe } from '#core/rack.ts'
import { systemClock } from '#main/engine/system-clock.ts'
import { families } from '#main/pdu/families.ts'
import { makePduPort } from '#main/pdu/port.ts'
import { VirtualClock } from '#sim/virtual-clock.ts'
import { reasonToSkip, recordingFile, startSnmpsim } from './snmpsim.ts'
import type { Snmpsim } from './snmpsim.ts'

const reason = reasonToSkip()
if (reason) console.warn(`skipped: recordings of real PDUs, because ${reason}`)

/** Answers like many small devices: net-snmp's own sysObjectID, and nothing of power. */
const notPdu = `1.3.6.1.2.1.1.1.0|4|Linux rack-switch 5.10
1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.8072.3.2.10
1.3.6.1.2.1.1.3.0|67|4711
1.3.6.1.2.1.1.5.0|4|rack-switch
`

describe.skipIf(reason)(`recordings of real PDUs${reason ? ` (skipped: ${reason})` : ''}`, () => {
  let simulator: Snmpsim | undefined

  beforeAll(async () => {
    // MAAS's own community, and one outlet whose rPDU2 command column takes writes that no other column follows.
    const command = /^(1\.3\.6\.1\.4\.1\.318\.1\.1\.26\.9\.2\.4\.1\.5\.7)\|2\|(\d)$/m
    const walk = readFileSync(recordingFile('snmpsimdata_apc-8641'), 'utf8')
    simulator = await startSnmpsim(['snmpsimdata_apc-8641', 'apc_ap7900b', 'apc_masterswitch2', 'apc_ap8853'], {
      private: walk.replace(command, '$1|2:writecache|value=$2'),
      switch: notPdu,
    })
  }, 30_000)

  afterAll(() => simulator?.stop())

  const timeouts = { readTimeoutMs: 2000, readRetries: 1, setTimeoutMs: 2000 }
  const pdus = makePduPort({
    clock: systemClock,
    timeouts,
    families,
  })
  const accessTo = (community: string, version: PduAccess['version'] = 'any'): PduAccess => ({
    address: { host: '127.0.0.1', port: simulator?.port ?? 0 },
    version,
    community,
  })

  async function probe(name: string, version?: PduAccess['version']): Promise<PduProbe> {
    const result = await pdus.probe(accessTo(name, version))
    if (!result.ok) throw new Error(JSON.stringify(result.fault))
    return result.value
  }

  const targetOf = ({ facts }: PduProbe, community: string) => ({
    ...facts.snmp,
    id: facts.id,
    family: facts.family,
    delaySeconds: facts.delaySeconds,
    access: accessTo(community, facts.snmp.version),
  })

  it.each(['2c', '1'] as const)('an AP8641 is read whole in SNMPv%s', async version => {
    const { facts, readings, switchable, warnings } = await probe('snmpsimdata_apc-8641', version)
    expect(facts).toMatchObject({ id: '3F3452A52295', family: 'apc-rpdu2', model: 'AP8641', firmware: '6.7.2' })
    expect(facts.maas).toMatchObject({ powerType: 'apc', parameters: { pdu_type: 'RPDU' }, drivable: false })
    expect(facts.outlets.length).toBe(24)
    expect(facts.outlets[0]).toEqual({
      id: '1',
      unit: 1,
      number: 1,
      label: '1',
      name: 'CP-CM-SAN-01',
      switchable: true,
      section: null,
      bank: 1,
      phase: 'L1',
    })
    expect(readings[0]).toMatchObject({ outlet: '1', watts: 163, amps: 0.9 })
    expect({ switchable, warnings }).toEqual({ switchable: true, warnings: [] })
  })

  it('the three APC tables of one PDU, whose numbers for on and off are opposite, agree outlet by outlet', async () => {
    const [newest, ...older] = await Promise.all(
      families
        .filter(({ name }) => ['apc-rpdu2', 'apc-rpdu', 'apc-masterswitch'].includes(name))
        .map(async family => {
          const alone = makePduPort({ clock: systemClock, timeouts, families: [family] })
          const result = await alone.probe(accessTo('snmpsimdata_apc-8641', '2c'))
          if (!result.ok) throw new Error(JSON.stringify(result.fault))
          const { facts, readings } = result.value
          return { id: facts.id, states: readings.map(({ outlet, state }) => `${outlet} ${state}`) }
        }),
    )
    expect(newest?.states).toEqual(expect.arrayContaining(['1 on', '8 off', '23 on', '24 off']))
    expect(older).toEqual([newest, newest])
  })

  it('an AP7900B that shows only the oldest table is known by its serial', async () => {
    const { facts, switchable } = await probe('apc_ap7900b')
    expect(facts).toMatchObject({
      id: 'ZA1732000177',
      family: 'apc-masterswitch',
      model: 'AP7900B',
      maas: { parameters: { pdu_type: 'MASTERSWITCH' } },
    })
    expect(facts.outlets.length).toBe(8)
    expect(switchable).toBe(true)
  })

  it('a MasterSwitch without any identity is said to be weakly known', async () => {
    const { facts, warnings } = await probe('apc_masterswitch2')
    expect(facts.id).toMatch(/^weak:[0-9a-f]{16}$/)
    expect(facts.outlets.length).toBe(8)
    expect(warnings.join(' ')).toContain('no serial number')
  })

  it('a metered AP8853 has nothing to switch', async () => {
    const { facts, switchable, warnings } = await probe('apc_ap8853')
    expect(facts).toMatchObject({ family: 'apc-rpdu2', outlets: [], maas: { drivable: false } })
    expect({ switchable, warnings }).toMatchObject({
      switchable: false,
      warnings: [expect.stringContaining('no outlets'), expect.anything()],
    })
  })

  it('an unknown kind of PDU is named by its own words', async () => {
    const result = await pdus.probe(accessTo('switch'))
    expect(result).toMatchObject({
      ok: false,
      fault: { kind: 'notSupported', detail: expect.stringContaining('Linux rack-switch 5.10') },
    })
  })

  it('a SET that is "accepted" for an instance that is not there is not believed', async () => {
    const target = targetOf(await probe('snmpsimdata_apc-8641'), 'snmpsimdata_apc-8641')
    const result = await pdus.switchOutlet(target, '3', 'off', async () => true)
    expect(result).toMatchObject({ ok: false, fault: { kind: 'gone' } })
  })

  it('a command column that changes without its outlet is not believed either', async () => {
    const target = targetOf(await probe('private'), 'private')
    const before = await pdus.read(target)
    const state = before.ok && before.value.readings.find(reading => reading.outlet === '7')?.state
    const to = state === 'on' ? 'off' : 'on'
    const clock = new VirtualClock()
    const patient = makePduPort({ clock, timeouts })
    let ended = false
    const switching = patient.switchOutlet(target, '7', to, async () => true).finally(() => (ended = true))
    await clock.until(() => ended)
    const detail = expect.stringMatching(new RegExp(`accepted.*15 s the outlet still reads ${state}`))
    expect(await switching).toMatchObject({ ok: false, fault: { kind: 'timeout', detail } })
  })
})
