// PDUs of 48 outlets: a probe against the plain ways to read the same columns, a switch against the PDU's own delay, and
// a sweep over a hundred PDUs, which live in a process of their own.
import { execFile, spawn, spawnSync } from 'node:child_process'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import type { PduAccess, PduTarget } from '#core/ports.ts'
import type { PduFacts } from '#core/rack.ts'
import { systemClock as clock } from '#main/engine/system-clock.ts'
import { apcRpdu2 } from '#main/pdu/families/apc-rpdu2.ts'
import { distinct, loadColumns, factColumns, stateColumns, placeColumns } from '#main/pdu/outlets.ts'
import { makePduPort } from '#main/pdu/port.ts'
import { UdpProxy } from '#sim/pdu/proxy.ts'
import { makeVirtualPdu, type VirtualPdu } from '#sim/pdu/virtual-pdu.ts'
import { makeClient } from '../sim/snmp-client.ts'

const outlets = 48
const many = 100
const host = '127.0.0.1'
const community = 'bench'
const delayMs = 1_500

const powerUp = async (n: number): Promise<VirtualPdu> => {
  const pdu = makeVirtualPdu({
    ...{ clock, kind: 'rpdu2', serial: `ZA${10_000 + n}`, name: `pdu-${n}`, outlets, address: host },
    ...{ communityRead: community, communityWrite: community, loadWattsOf: () => 84, visibleAfterMs: delayMs },
  })
  pdu.setInitial(true)
  await pdu.open()
  return pdu
}

const accessTo = (port: number): PduAccess => ({ address: { host, port }, version: '2c', community })
const targetOf = ({ id, family, delaySeconds, snmp }: PduFacts, access: PduAccess): PduTarget => ({
  ...{ id, family, delaySeconds, bulk: snmp.bulk, maxOids: snmp.maxOids },
  access: { ...access, version: snmp.version },
})
const need = <T>(result: { ok: true; value: T } | { ok: false; fault: { detail: string } }): T => {
  if (!result.ok) throw new Error(result.fault.detail)
  return result.value
}
const median = (list: readonly number[]): number => list.toSorted((a, b) => a - b)[list.length >> 1] ?? 0
const padded = (cells: readonly (string | number)[], widths: readonly number[]): string =>
  cells
    .map((cell, i) => (i === 0 ? String(cell).padEnd(widths[i] ?? 0) : String(cell).padStart(widths[i] ?? 0)))
    .join('  ')

const columns = distinct([
  ...placeColumns(apcRpdu2, [{ unit: 1, serial: '' }]),
  ...factColumns(apcRpdu2),
  ...stateColumns(apcRpdu2),
  ...loadColumns(apcRpdu2),
]).map(({ oid }) => oid)

/** Ways to read all the outlets there are; each is handed the port of a PDU. */
const ways: Readonly<Record<string, (port: number) => Promise<unknown>>> = {
  'pdu probe': async port => need(await makePduPort({ clock }).probe(accessTo(port))),
  snmpbulkwalk: async port => {
    for (const oid of columns)
      await promisify(execFile)('snmpbulkwalk', ['-v2c', '-c', community, '-On', `${host}:${port}`, `.${oid}`])
  },
  'single GETs': async port => {
    const client = makeClient({ host, port, community, version: '2c' })
    for (const oid of columns) for (let outlet = 1; outlet <= outlets; outlet++) await client.get(`${oid}.${outlet}`)
    client.close()
  },
}

const compareWays = async (): Promise<void> => {
  const widths = [14, 8, 9, 9, 17, 11]
  console.log(`A PDU of ${outlets} outlets read whole, ${columns.length} columns (goal: at most 16 requests with bulk)`)
  console.log(padded(['way', 'trip ms', 'requests', 'ms', 'times the requests', 'times the ms'], widths))
  const pdu = await powerUp(0)
  const proxy = new UdpProxy({ clock, target: { host, port: pdu.port }, address: host })
  await proxy.open()
  const hasTools = !spawnSync('snmpbulkwalk', ['-V']).error
  if (!hasTools) console.log('snmpbulkwalk is not installed')
  for (const tripMs of [0, 50]) {
    proxy.knobs.slowMs = tripMs / 2
    let ours = { requests: 0, ms: 0 }
    for (const [name, read] of Object.entries(ways)) {
      if (name === 'snmpbulkwalk' && !hasTools) continue
      await read(proxy.address.port)
      const before = proxy.counts.requests
      const startedAt = performance.now()
      await read(proxy.address.port)
      const took = { requests: proxy.counts.requests - before, ms: performance.now() - startedAt }
      if (name === 'pdu probe') ours = took
      const ratios = [took.requests / ours.requests, took.ms / ours.ms].map(ratio => ratio.toFixed(1))
      console.log(padded([name, tripMs, took.requests, took.ms.toFixed(0), ...ratios], widths))
    }
  }
  await proxy.close()
  await pdu.close()
}

const timeSwitches = async (): Promise<void> => {
  const pdu = await powerUp(1)
  const port = makePduPort({ clock })
  const access = accessTo(pdu.port)
  const target = targetOf(need(await port.probe(access)).facts, access)
  const took: number[] = []
  for (const to of ['off', 'on', 'off', 'on', 'off'] as const) {
    const startedAt = performance.now()
    need(await port.switchOutlet(target, '7', to, () => Promise.resolve(true)))
    took.push(performance.now() - startedAt)
  }
  await pdu.close()
  const ms = median(took)
  console.log(
    `One outlet switched and read back: ${ms.toFixed(0)} ms, ${(ms / delayMs).toFixed(2)} times the PDU's own ${delayMs} ms`,
  )
}

/** A hundred PDUs in another process, so that none of their memory counts. */
const rackElsewhere = async (): Promise<{ ports: number[]; close(): void }> => {
  const child = spawn(process.execPath, [import.meta.filename, 'rack'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = await new Promise<string[]>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', text => resolve([text]))
    child.once('exit', () => reject(new Error('the rack ended before it was built')))
  })
  return { ports: JSON.parse(line ?? '[]') as number[], close: () => void child.kill() }
}

const mib = (bytes: number): string => `${(bytes / 1_048_576).toFixed(0)} MiB`

const sweepMany = async (): Promise<void> => {
  const rack = await rackElsewhere()
  try {
    const port = makePduPort({ clock })
    const before = process.memoryUsage().rss
    const targets: PduTarget[] = []
    for (const at of rack.ports) targets.push(targetOf(need(await port.probe(accessTo(at))).facts, accessTo(at)))
    const sweeps: number[] = []
    for (let sweep = 0; sweep < 6; sweep++) {
      const startedAt = performance.now()
      const readings = await Promise.all(targets.map(async target => need(await port.read(target)).readings.length))
      sweeps.push(performance.now() - startedAt)
      if (readings.some(count => count !== outlets)) throw new Error('a PDU was not read whole')
    }
    const ms = median(sweeps.slice(1)).toFixed(0)
    console.log(
      `${many} PDUs of ${outlets} outlets polled: first sweep ${sweeps[0]?.toFixed(0)} ms, median of the next ${ms} ms`,
    )
    console.log(`memory (RSS) before ${mib(before)}, after ${mib(process.memoryUsage().rss)}`)
  } finally {
    rack.close()
  }
}

if (process.argv[2] === 'rack') {
  const pdus = await Promise.all(Array.from({ length: many }, (_, n) => powerUp(n)))
  console.log(JSON.stringify(pdus.map(({ port }) => port)))
} else {
  await compareWays()
  await timeSwitches()
  await sweepMany()
}
