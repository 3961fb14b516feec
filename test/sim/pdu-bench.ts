// A virtual PDU of twelve outlets, its clock and a client, with the questions the tests ask of all three tables.
import { expect } from 'vitest'
import { makeVirtualPdu, type VirtualPdu, type VirtualPduOptions } from '#sim/pdu/virtual-pdu.ts'
import { VirtualClock } from '#sim/virtual-clock.ts'
import { masterSwitch, rpdu, rpdu2 } from './apc-oids.ts'
import { makeClient, type Client } from './snmp-client.ts'

export const numbers = Array.from({ length: 12 }, (_, at) => at + 1)

export const statesWith = (...on: number[]): string[] => numbers.map(outlet => (on.includes(outlet) ? 'on' : 'off'))

type Plain = string | number | null

export interface PduBench {
  readonly clock: VirtualClock
  readonly pdu: VirtualPdu
  readonly client: Client
  /** Watts by outlet. */
  readonly loads: Map<number, number>
  /** What the outlets did, in order. */
  readonly power: [number, boolean][]
  column(object: string): Promise<Plain[]>
  one(oid: string): Promise<Plain>
  /** Every table, and the PDU itself, says exactly this about the twelve outlets. */
  expectTables(states: readonly string[]): Promise<void>
  close(): Promise<void>
}

export async function makePduBench(options: Partial<VirtualPduOptions> = {}): Promise<PduBench> {
  const clock = new VirtualClock()
  const loads = new Map<number, number>()
  const power: [number, boolean][] = []
  const pdu = makeVirtualPdu({
    clock,
    kind: 'rpdu2',
    serial: '5A1916E00388',
    name: 'rack7-a',
    outlets: numbers.length,
    communityRead: 'public',
    communityWrite: 'private',
    address: '127.0.0.1',
    loadWattsOf: outlet => loads.get(outlet) ?? 0,
    ...options,
  })
  pdu.onPower((outlet, live) => power.push([outlet, live]))
  await pdu.open()
  const client = makeClient({ port: pdu.port })
  const column = async (object: string): Promise<Plain[]> => (await client.walk(object)).map(each => each.value)
  const one = async (oid: string): Promise<Plain> => (await client.get(oid))[0]?.value ?? null
  const words = async (object: string, on: number): Promise<string[]> =>
    (await column(object)).map(value => (value === on ? 'on' : 'off'))
  const tables = async (): Promise<Record<string, unknown[]>> => ({
    rpdu2: await words(rpdu2.state, 2),
    rpdu2Command: await words(rpdu2.command, 1),
    rpdu: await words(rpdu.state, 1),
    rpduCommand: await words(rpdu.command, 1),
    masterSwitch: await words(masterSwitch.command, 1),
    text: String(await one(masterSwitch.allAsText))
      .trim()
      .split(/ +/)
      .map(word => word.toLowerCase()),
    itself: numbers.map(outlet => pdu.state(outlet)),
  })
  return {
    clock,
    pdu,
    client,
    loads,
    power,
    column,
    one,
    async expectTables(states) {
      const found = await tables()
      expect(found).toEqual(Object.fromEntries(Object.keys(found).map(table => [table, states])))
    },
    async close() {
      client.close()
      await pdu.close()
    },
  }
}
