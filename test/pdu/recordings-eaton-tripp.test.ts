// Walks of a real Eaton G3 and a real Tripp Lite LX; what they must show is read from the recording's own lines.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PduAccess } from '#core/ports.ts'
import { systemClock } from '#main/engine/system-clock.ts'
import { makePduPort } from '#main/pdu/port.ts'
import { reasonToSkip, recordedColumn, startSnmpsim } from './snmpsim.ts'
import type { Snmpsim } from './snmpsim.ts'

const reason = reasonToSkip()
if (reason) console.warn(`skipped: recordings of Eaton and Tripp Lite PDUs, because ${reason}`)

const eaton = '1.3.6.1.4.1.534.6.6.7.6'
const tripplite = '1.3.6.1.4.1.850.1.1.3.2.3.3.1.1'

describe.skipIf(reason)(`recordings of Eaton and Tripp Lite PDUs${reason ? ` (skipped: ${reason})` : ''}`, () => {
  let simulator: Snmpsim | undefined
  beforeAll(async () => {
    simulator = await startSnmpsim(['eatonpdu_2', 'poweralert_pdu'])
  }, 30_000)
  afterAll(() => simulator?.stop())

  const pdus = makePduPort({
    clock: systemClock,
    timeouts: { readTimeoutMs: 2000, readRetries: 1, setTimeoutMs: 2000 },
  })

  async function probe(community: string, version: PduAccess['version']) {
    const address = { host: '127.0.0.1', port: simulator?.port ?? 0 }
    const result = await pdus.probe({ address, version, community })
    if (!result.ok) throw new Error(JSON.stringify(result.fault))
    return result.value
  }

  it.each(['2c', '1'] as const)('an EMA114-10 shows 24 outlets, each with its own load, in SNMPv%s', async version => {
    const { facts, readings, switchable, warnings } = await probe('eatonpdu_2', version)
    expect(facts).toMatchObject({
      id: 'H619P44058',
      family: 'eaton-epdu',
      vendor: 'Eaton',
      model: 'EMA114-10',
      firmware: '05.01.0002',
      delaySeconds: 0,
      maas: { powerType: 'eaton', parameters: { power_address: '127.0.0.1' } },
    })
    const column = (suffix: string) => recordedColumn('eatonpdu_2', `${eaton}.${suffix}`)
    const [names, labels, milliamps, watts] = ['1.1.3', '1.1.6', '4.1.3', '5.1.3'].map(column)
    const rows = Array.from({ length: 24 }, (_, at) => `0.${at + 1}`)
    expect([...column('6.1.2').values()]).toEqual(rows.map(() => '1'))
    expect(facts.outlets).toEqual(
      rows.map((row, at) => ({
        id: `${at + 1}`,
        unit: 0,
        number: at + 1,
        label: labels?.get(row),
        name: names?.get(row),
        switchable: true,
        // One breaker, one phase: every outlet's parent is groupID.1, every outletPhaseID singlePhase.
        section: null,
        bank: 1,
        phase: 'L1',
      })),
    )
    expect(readings).toEqual(
      rows.map((row, at) => ({
        outlet: `${at + 1}`,
        state: 'on',
        watts: Number(watts?.get(row)),
        amps: Number(milliamps?.get(row)) / 1000,
      })),
    )
    expect({ switchable, warnings }).toEqual({ switchable: true, warnings: [] })
  })

  it.each(['2c', '1'] as const)('a PDUMV30HVNETLX shows 24 outlets without meters, in SNMPv%s', async version => {
    const { facts, readings, switchable, warnings } = await probe('poweralert_pdu', version)
    expect(facts).toMatchObject({ family: 'tripplite-lx', vendor: 'Tripp Lite', model: 'PDUMV30HVNETLX' })
    const [names, circuits] = ['2', '16'].map(suffix => recordedColumn('poweralert_pdu', `${tripplite}.${suffix}`))
    const rows = Array.from({ length: 24 }, (_, at) => `1.${at + 1}`)
    expect(facts.outlets).toEqual(
      rows.map((row, at) => ({
        id: `${at + 1}`,
        unit: 1,
        number: at + 1,
        label: `${at + 1}`,
        name: names?.get(row),
        switchable: true,
        section: null,
        bank: Number(circuits?.get(row)),
        phase: 'L1',
      })),
    )
    expect(facts.outlets[9]?.name).toBe('test-device-01')
    // Every tlpPduOutletState is on 2; the columns of current and power are not there.
    expect([...recordedColumn('poweralert_pdu', `${tripplite}.4`).values()]).toEqual(rows.map(() => '2'))
    expect(readings).toEqual(rows.map((_, at) => ({ outlet: `${at + 1}`, state: 'on', watts: null, amps: null })))
    // The recording leaves out the serial.
    expect({ switchable, warnings }).toEqual({ switchable: true, warnings: [expect.stringContaining('no serial')] })
  })
})
