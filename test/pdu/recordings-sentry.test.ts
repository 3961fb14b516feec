// A walk of a real Sentry CDU: every outlet expected here is written down from the recording itself, not by way of a family.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PduAccess } from '#core/ports.ts'
import { systemClock } from '#main/engine/system-clock.ts'
import { makePduPort } from '#main/pdu/port.ts'
import { reasonToSkip, startSnmpsim } from './snmpsim.ts'
import type { Snmpsim } from './snmpsim.ts'

const reason = reasonToSkip()
if (reason) console.warn(`skipped: a recording of a Sentry CDU, because ${reason}`)

/** Hundredths of an ampere, as the recording has them from AA1 to AC10. */
const amps = [
  [0, 0, 0, 0, 0, 0, 0, 64, 0, 65],
  [81, 0, 82, 0, 81, 0, 0, 47, 0, 28],
  [73, 0, 66, 32, 0, 0, 0, 0, 0, 56],
]
const infeeds = ['AA', 'AB', 'AC']
const printed = infeeds.flatMap((infeed, at) =>
  Array.from({ length: 10 }, (_, outlet) => ({
    id: `1${at + 1}.${outlet + 1}`,
    label: `${infeed}${outlet + 1}`,
    bank: at + 1,
    amps: (amps[at]?.[outlet] ?? Number.NaN) / 100,
  })),
)

describe.skipIf(reason)(`a recorded Sentry CDU${reason ? ` (skipped: ${reason})` : ''}`, () => {
  let simulator: Snmpsim | undefined

  beforeAll(async () => void (simulator = await startSnmpsim(['sentry3_switched'])), 30_000)
  afterAll(() => simulator?.stop())

  const pdus = makePduPort({
    clock: systemClock,
    timeouts: { readTimeoutMs: 2000, readRetries: 1, setTimeoutMs: 2000 },
  })
  const accessIn = (version: PduAccess['version']): PduAccess => ({
    address: { host: '127.0.0.1', port: simulator?.port ?? 0 },
    version,
    community: 'sentry3_switched',
  })

  it.each(['2c', '1'] as const)('is listed outlet by outlet as its infeeds print them, in SNMPv%s', async version => {
    const result = await pdus.probe(accessIn(version))
    if (!result.ok) throw new Error(JSON.stringify(result.fault))
    const { facts, readings } = result.value
    expect(facts).toMatchObject({
      id: 'ADFC0001714',
      vendor: 'Server Technology',
      family: 'sentry3',
      model: 'CWG-30VDE455/CB',
      firmware: 'Sentry Switched CDU Version 7.1f',
      maas: { powerType: 'manual' },
    })
    expect(facts.outlets.map(({ id, unit, label, name, bank }) => ({ id, unit, label, name, bank }))).toEqual(
      printed.map(({ id, label, bank }) => ({ id, unit: 1, label, name: `Outlet ${label}`, bank })),
    )
    expect(readings.map(reading => ({ outlet: reading.outlet, amps: reading.amps, watts: reading.watts }))).toEqual(
      printed.map(({ id, amps: drawn }) => ({ outlet: id, amps: drawn, watts: null })),
    )
  })

  it('is not said to be on, off or switchable: the recording holds neither states nor capabilities', async () => {
    const result = await pdus.probe(accessIn('2c'))
    if (!result.ok) throw new Error(JSON.stringify(result.fault))
    const { readings, facts, switchable, warnings } = result.value
    expect(new Set(readings.map(reading => reading.state))).toEqual(new Set(['unknown']))
    expect(facts.outlets.some(outlet => outlet.switchable)).toBe(false)
    expect(switchable).toBe(false)
    expect(warnings.join(' ')).toContain('does not know the state')
  })
})
