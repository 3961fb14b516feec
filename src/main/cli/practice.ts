import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { faultWords } from '#core/words.ts'
import type { Wire } from '#sim/bench.ts'
import { vaultSource } from './folder.ts'
import { need, usage, verb, type Values } from './frame.ts'
import { employ, openRack, type Rack } from './practice-rack.ts'

const options = {
  scenario: { type: 'string', value: 'one-rack', says: 'which rack (default one-rack)' },
  outlets: { type: 'string', value: 'N', says: 'outlets on each PDU (default 16)' },
  feeds: { type: 'string', value: '1|2', says: 'PDUs, one per feed (default 1)' },
  lanes: { type: 'string', value: 'N', says: 'lanes with a key each (default 1)' },
  seed: { type: 'string', value: 'S', says: 'the same seed makes the same rack (default 7)' },
  pace: { type: 'string', value: 'N', says: 'how much faster the machines are than true ones (default 60)' },
  network: { type: 'string', value: 'direct', says: 'how machines reach this laptop (default direct)' },
  technician: { type: 'boolean', says: 'somebody plugs and presses what the lanes ask for' },
  clumsy: { type: 'string', value: 'P', says: 'how often he errs, 0 to 1' },
  reveal: { type: 'boolean', says: 'print the hidden wiring' },
} as const

const numberOf = (name: string, text: string | undefined, usual: number, least: number, most: number): number => {
  const value = text === undefined ? usual : Number(text)
  if (text === '' || !(value >= least && value <= most)) throw usage(`--${name} is a number from ${least} to ${most}`)
  return value
}

const wholeOf = (...args: Parameters<typeof numberOf>): number => {
  const value = numberOf(...args)
  if (!Number.isInteger(value)) throw usage(`--${args[0]} is a whole number`)
  return value
}

const wishOf = (given: Values<typeof options>) => {
  const { scenario = 'one-rack', network = 'direct' } = given
  if (scenario !== 'one-rack') throw usage(`There is no scenario "${scenario}", but one-rack`)
  if (network !== 'direct') throw usage(`--network is direct; "${network}" is not known here`)
  const lanes = wholeOf('lanes', given.lanes, 1, 1, 16)
  return {
    outlets: wholeOf('outlets', given.outlets, 16, 1, 48),
    feeds: wholeOf('feeds', given.feeds, 1, 1, 2) === 2 ? (2 as const) : (1 as const),
    lanes: Array.from({ length: lanes }, (_, i) => String(i + 1)),
    seed: wholeOf('seed', given.seed, 7, 0, 2 ** 31),
    pace: numberOf('pace', given.pace, 60, 1, 1_000),
    clumsy: numberOf('clumsy', given.clumsy, 0, 0, 1),
  }
}

const offerOf = ({ bench }: Rack, dataDir: string, reveal: boolean) => ({
  pdus: bench.pdus.map(({ name, feed, community, pdu }) => ({
    name,
    address: `${pdu.address}:${pdu.port}`,
    community,
    feed,
    outlets: bench.machines.length,
  })),
  maas: { url: bench.maas.url, apiKey: bench.maas.apiKey },
  dataDir,
  ...(reveal ? { wiring: bench.wiring().map(sorted) } : {}),
})

/** MAC addresses in the order in which a proof names them, so that a map can be compared with the wiring. */
const sorted = ({ machine, ...wire }: Wire): Wire => ({
  ...wire,
  machine: { ...machine, macs: [...machine.macs].sort() },
})

const lines = ({ pdus, maas, dataDir }: ReturnType<typeof offerOf>): string =>
  [
    ...pdus.map(
      ({ name, address, community, feed, outlets }) =>
        `PDU ${name}, feed ${feed}: ${outlets} outlets at ${address}, community ${community}`,
    ),
    `MAAS at ${maas.url}, API key ${maas.apiKey}`,
    `Data folder ${dataDir}`,
    '',
    'In a second terminal:',
    `  racklight run start --data ${dataDir} ${pdus.map(({ name }) => `--pdu ${name}`).join(' ')} --present`,
  ].join('\n')

export const made = verb({
  takes: [],
  says: 'A rack made of software, to try everything: PDUs with true SNMP, machines with hidden cords, a MAAS, and a data folder that is set up for them. Stays until it is stopped; its secrets guard nothing.',
  options,
  example: 'practice --outlets 16 --technician',
  run: async call => {
    const wish = wishOf(call.options)
    const stop = call.onSignal()
    const dir = call.dirChosen ? call.dir : await mkdtemp(join(resolve(tmpdir()), 'racklight-practice-'))
    const onBug = (error: unknown, where: string): void =>
      call.out.note(`A mistake in Racklight, at ${where}: ${String(error)}`)
    const rack = need(await openRack({ ...wish, dir, by: call.by, vaultSource: need(await vaultSource()), onBug }))
    const offer = offerOf(rack, dir, call.options.reveal)
    call.out.line(offer, lines(offer))
    const { clumsy, seed, pace } = wish
    if (call.options.technician)
      void employ(dir, rack, { clumsy, seed, pace }, stop).then(left =>
        left.ok ? undefined : call.out.note(`The technician has left. ${faultWords(left.fault)}`),
      )
    if (!stop.aborted) await new Promise<void>(end => stop.addEventListener('abort', () => end()))
    await rack.bench.close()
    return { kind: 'told', status: 0 }
  },
})
