// A practice rack in one process, a run in another, and a third that asks both the PDU and MAAS what came of it.
import { beforeAll, describe, it, type TestContext } from 'vitest'
import { buildCli, cli, startCli } from '../support/cli.ts'
import { askMaas, startPractice, statesBySnmp, type Offer } from '../support/practice.ts'
import { claimedStates, type EventLine, type RunResult } from '../support/run-lines.ts'

const runMs = 240_000

beforeAll(buildCli)

/** A rack for one test; the tests mostly wait, so they wait side by side. */
const rackFor = async (context: TestContext, ...options: string[]): Promise<Offer> => {
  const practice = await startPractice('--technician', ...options)
  context.onTestFinished(practice.close)
  return practice.offer
}

const runOf = (offer: Offer) => [
  ...['run', 'start', '--mode', 'guided', '--present', '--yes', '--json', '--data', offer.dataDir],
  ...offer.pdus.flatMap(({ name }) => ['--pdu', name]),
]
const places = (rows: readonly { pdu: string; outlet: string; machine: { uuid: string } }[]): Record<string, string> =>
  Object.fromEntries(rows.map(({ pdu, outlet, machine }) => [`${pdu}:${outlet}`, machine.uuid]))

interface MaasMachine {
  readonly system_id: string
  readonly power_type: string
  readonly description: string
}

describe.concurrent('a run on the practice rack', () => {
  it(
    'finds the hidden wiring and proves it; PDU and MAAS agree with what it says',
    async context => {
      const { expect } = context
      const offer = await rackFor(context, '--outlets', '4', '--seed', '7')
      const ran = await cli(runOf(offer))
      expect({ status: ran.status, stderr: ran.stderr }).toEqual({ status: 0, stderr: '' })
      const lines = ran.lines<EventLine & RunResult>()
      const result = lines.at(-1) as RunResult
      expect(result.ended).toBe('finished')
      expect(
        result.map.map(({ pdu, outlet, feed, machine: { uuid, serial, macs } }) => {
          return { pdu, outlet, feed, machine: { uuid, serial, macs } }
        }),
      ).toEqual(offer.wiring)
      expect(result.map.map(({ grade }) => grade)).toEqual(['proved', 'proved', 'proved', 'proved'])
      expect(result.map.map(({ evidence }) => evidence.map(({ kind }) => kind))).toEqual(
        Array(4).fill(['proof', 'edgeOff']),
      )
      expect(result.unbound).toEqual([])

      const events = (await cli(['journal', '--json', '--data', offer.dataDir])).lines<EventLine>()
      expect(events.map(({ seq }) => seq)).toEqual(events.map((_, at) => at + 1))
      for (const pdu of offer.pdus) expect(claimedStates(events)).toEqual(await statesBySnmp(pdu))

      for (const { outlet, machine } of result.map) {
        const seen = await askMaas<MaasMachine>(offer, `machines/${machine.systemId}/`)
        const power = await askMaas<Record<string, string>>(offer, `machines/${machine.systemId}/?op=power_parameters`)
        expect(seen.power_type).toBe('apc')
        expect(power['node_outlet']).toBe(outlet)
        expect(offer.pdus[0]?.address).toContain(power['power_address'])
        expect(seen.description).toContain('racklight:v1')
      }

      const verified = await cli(['journal', 'verify', '--json', '--data', offer.dataDir])
      expect(verified.json()).toMatchObject({ whole: true, rows: events.length, findings: [] })
      const shown = (await cli(['map', 'show', '--json', '--data', offer.dataDir])).json<RunResult>()
      expect(shown.map).toEqual(result.map)
      const planned = await cli(['maas', 'plan', '--json', '--data', offer.dataDir])
      expect(planned.json()).toMatchObject({ machines: Array(4).fill({ changes: [], refused: [] }) })
      const applied = await cli(['maas', 'apply', '--json', '--data', offer.dataDir])
      expect(applied.json()).toMatchObject({ machines: Array(4).fill({ ok: true }) })
    },
    runMs,
  )

  it(
    'with a clumsy technician binds nothing wrongly',
    async context => {
      const { expect } = context
      const offer = await rackFor(context, '--outlets', '3', '--seed', '11', '--clumsy', '0.3')
      const ran = await cli(runOf(offer))
      const result = ran.lines<RunResult>().at(-1)
      expect(result?.ended).toBe('finished')
      expect(places(offer.wiring ?? [])).toMatchObject(places(result?.map ?? []))
      expect((result?.map.length ?? 0) + (result?.unbound.length ?? 0)).toBe(3)
    },
    runMs,
  )

  it(
    'is made safe by SIGINT, ends with 4, and is put back',
    async context => {
      const { expect } = context
      const offer = await rackFor(context, '--outlets', '3', '--seed', '3')
      const run = startCli(runOf(offer))
      await run.line(line => line.includes('"kind":"proofAccepted"'))
      run.kill('SIGINT')
      const ran = await run.ended
      expect(ran.status).toBe(4)
      const lines = ran.lines<EventLine & RunResult>()
      expect(lines.at(-1)?.ended).toBe('stopped')
      expect(lines.at(-2)?.kind).toBe('madeSafe')

      const status = await cli(['run', 'status', '--json', '--data', offer.dataDir])
      expect(status.json()).toMatchObject({
        phase: 'stopped',
        on: [{ pdu: 'pdu-a', outlet: '1', switchedByRun: true }],
      })
      const absent = await cli(['run', 'restore', '--yes', '--json', '--data', offer.dataDir])
      expect(absent.status).toBe(3)
      const restored = await cli(['run', 'restore', '--present', '--yes', '--json', '--data', offer.dataDir])
      expect(restored.status).toBe(0)
      expect(await statesBySnmp(offer.pdus[0] as Offer['pdus'][number])).toEqual({ 1: 'off', 2: 'off', 3: 'off' })
    },
    runMs,
  )
})
