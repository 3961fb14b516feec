// Walks of real Raritan and Dataprobe PDUs; what they must show is read from the recordings' own lines.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PduAccess } from '#core/ports.ts'
import { systemClock } from '#main/engine/system-clock.ts'
import { indexOf } from '#main/pdu/cells.ts'
import { raritanPdu2 } from '#main/pdu/families/raritan-pdu2.ts'
import { raritanPx } from '#main/pdu/families/raritan-px.ts'
import type { Column, Family } from '#main/pdu/family.ts'
import { makePduPort } from '#main/pdu/port.ts'
import { reasonToSkip, recordedColumn, startSnmpsim } from './snmpsim.ts'
import type { Snmpsim } from './snmpsim.ts'

const reason = reasonToSkip()
if (reason) console.warn(`skipped: recordings of Raritan and Dataprobe PDUs, because ${reason}`)

const upTo = (count: number): number[] => Array.from({ length: count }, (_, at) => at + 1)

describe.skipIf(reason)(`recordings of Raritan and Dataprobe PDUs${reason ? ` (skipped: ${reason})` : ''}`, () => {
  let simulator: Snmpsim | undefined
  beforeAll(async () => {
    simulator = await startSnmpsim(['raritan-pdu_px3', 'simengine_raritan-pdu', 'iboot_pdu8-2n15'])
  }, 60_000)
  afterAll(() => simulator?.stop())

  const pdus = makePduPort({
    clock: systemClock,
    timeouts: { readTimeoutMs: 2000, readRetries: 1, setTimeoutMs: 2000 },
  })

  async function probe(community: string, version: PduAccess['version']) {
    const access = { address: { host: '127.0.0.1', port: simulator?.port ?? 0 }, version, community }
    const result = await pdus.probe(access)
    if (!result.ok) throw new Error(JSON.stringify(result.fault))
    const { facts } = result.value
    const again = await pdus.read({
      ...facts.snmp,
      id: facts.id,
      family: facts.family,
      delaySeconds: facts.delaySeconds,
      access: { ...access, version: facts.snmp.version },
    })
    // The recording stands still, so a reading says what the probe said.
    expect(again).toMatchObject({ ok: true, value: { readings: result.value.readings } })
    return result.value
  }

  it.each(['2c', '1'] as const)(
    'a PX3 that hides its control table shows states and loads by its sensors, in SNMPv%s',
    async version => {
      const { facts, readings, switchable, warnings } = await probe('raritan-pdu_px3', version)
      expect(facts).toMatchObject({
        family: 'raritan-pdu2',
        vendor: 'Raritan',
        model: 'PX3-5493U-K2',
        firmware: '4.2.0.5-50274',
        snmp: { bulk: version !== '1', maxOids: 48 },
        maas: { drivable: false },
      })
      const column = (suffix: string) => recordedColumn('raritan-pdu_px3', `1.3.6.1.4.1.13742.6.${suffix}`)
      const [labels, names, sources] = ['3.5.3.1.2', '3.5.3.1.3', '3.5.3.1.33'].map(column)
      expect(facts.outlets).toEqual(
        upTo(24).map(number => ({
          id: `${number}`,
          unit: 1,
          number,
          label: labels?.get(`1.${number}`),
          name: names?.get(`1.${number}`),
          switchable: false,
          // overCurrentProtectorLabel of unit 1, breaker 1 or 2
          section: null,
          bank: Number(
            /^1\.3\.6\.1\.4\.1\.13742\.6\.3\.4\.3\.1\.2\.1\.([12])$/.exec(sources?.get(`1.${number}`) ?? '')?.[1],
          ),
          phase: null,
        })),
      )
      expect(facts.outlets[1]?.name).toBe('DEVICE 8:PS1:Planned')
      expect(new Set(facts.outlets.map(outlet => outlet.bank))).toEqual(new Set([1, 2]))
      // Sensor types: current 1 in thousandths, power 5 in whole watts, on/off 14 with on as 7.
      const [digits, values, states] = ['3.5.4.1.7', '5.4.3.1.4', '5.4.3.1.3'].map(column)
      for (const number of upTo(24)) {
        expect(digits?.get(`1.${number}.1`)).toBe('3')
        expect(digits?.get(`1.${number}.5`)).toBe('0')
        expect(states?.get(`1.${number}.14`)).toBe('7')
      }
      expect(readings).toEqual(
        upTo(24).map(number => ({
          outlet: `${number}`,
          state: 'on',
          watts: Number(values?.get(`1.${number}.5`)),
          amps: Number(values?.get(`1.${number}.1`)) / 1000,
        })),
      )
      expect(readings[0]).toMatchObject({ watts: 143, amps: 0.633 })
      expect({ switchable, warnings }).toEqual({
        switchable: false,
        warnings: [facts.controlWhy, 'Outlets without a switch: 1-24.'],
      })
    },
  )

  it('what breakers and inlets carry, and may carry, stands where the family looks for it', () => {
    const cell = (name: string, column: Column | undefined, row: string): string | undefined =>
      column && recordedColumn(name, column.oid).get(indexOf(column, row))
    const shared = ({ shared: loads = [] }: Family, name: string, kind: string, ...rows: string[]) =>
      loads
        .filter(load => load.kind === kind)
        .flatMap(({ amps, ratingAmps }) =>
          rows.map(row => [amps.column, amps.digits, ratingAmps?.column].map(column => cell(name, column, row))),
        )
    expect(shared(raritanPdu2, 'raritan-pdu_px3', 'bank', '1.1', '1.2')).toEqual([
      ['485', '3', '16A'],
      ['333', '3', '16A'],
    ])
    expect(shared(raritanPdu2, 'raritan-pdu_px3', 'inlet', '1.1')).toEqual([['7467', '3', '32A']])
    expect(shared(raritanPx, 'simengine_raritan-pdu', 'phase', '1.1')).toEqual([['0', undefined, '12000']])
  })

  it.each(['2c', '1'] as const)('a Dominion PX is read whole in SNMPv%s', async version => {
    const { facts, readings, switchable, warnings } = await probe('simengine_raritan-pdu', version)
    expect(facts).toMatchObject({
      id: 'AD15460030',
      family: 'raritan-px',
      vendor: 'Raritan',
      model: 'DPXR8-15',
      firmware: '01.05.13.11595',
      delaySeconds: 0,
      maas: { powerType: 'manual', drivable: false },
    })
    const names = ['Lamp', 'Sensor programming station', 'Opilio3 Wifi', 'Opilio2 Wifi', 'Opilio Wifi']
    expect(facts.outlets).toEqual(
      [...names, 'Syndii  3', 'Syndii 2', 'Syndii 1'].map((name, at) => ({
        id: `${at + 1}`,
        unit: 1,
        number: at + 1,
        label: `${at + 1}`,
        name,
        switchable: true,
        section: null,
        bank: null,
        phase: null,
      })),
    )
    const recorded = (suffix: string) => [
      ...recordedColumn('simengine_raritan-pdu', `1.3.6.1.4.1.13742.4.1.2.2.1.${suffix}`).values(),
    ]
    for (const suffix of ['3', '4', '7']) expect(recorded(suffix)).toEqual(upTo(8).map(() => '0'))
    expect(readings).toEqual(upTo(8).map(number => ({ outlet: `${number}`, state: 'off', watts: 0, amps: 0 })))
    expect({ switchable, warnings }).toEqual({ switchable: true, warnings: [] })
  })

  it.each(['2c', '1'] as const)(
    'an iBoot-PDU counts from instance 0, behind the sysObjectID of any Linux, in SNMPv%s',
    async version => {
      const { facts, readings, switchable, warnings } = await probe('iboot_pdu8-2n15', version)
      expect(facts).toMatchObject({
        id: 'mac:c8:fd:19:ec:56:e0',
        family: 'dataprobe-iboot',
        vendor: 'Dataprobe',
        model: 'iBoot-PDU8-2N15',
        firmware: '1.03.12212017',
      })
      expect(facts.outlets.map(({ id, number, name, switchable: can }) => [id, number, name, can])).toEqual(
        upTo(8).map(number => [`${number}`, number, `Outlet-${number}`, true]),
      )
      const states = recordedColumn('iboot_pdu8-2n15', '1.3.6.1.4.1.1418.6.5.1.7')
      expect(readings).toEqual(
        upTo(8).map(number => ({
          outlet: `${number}`,
          state: states.get(`${number - 1}`) === '1' ? 'on' : 'off',
          watts: null,
          amps: null,
        })),
      )
      expect(readings.filter(({ state }) => state === 'on').map(({ outlet }) => outlet)).toEqual(['1', '2', '5'])
      expect({ switchable, warnings }).toEqual({ switchable: true, warnings: [] })
    },
  )
})
