import { fault, ok, type Result } from '#core/fault.ts'
import type { State } from '#core/state.ts'
import { makeMaasClient } from '../maas/client.ts'
import { readNeighbours, type Neighbour } from '../maas/discovery.ts'
import { findPdus, type Found } from '../pdu/find.ts'
import { makePduPort } from '../pdu/port.ts'
import { secretNames } from '../site/files.ts'
import { accessOf } from '../site/pdus.ts'
import { clock, stateOf } from './folder.ts'
import { done, need, usage, verb, type Call, type Ending } from './frame.ts'
import { accessOptions, entryFrom } from './pdu-access.ts'
import { addressText } from './rows.ts'
import { existingVault } from './vault.ts'
import { table } from './words.ts'

const fewestBits = 20

const octets = (text: string): number | null => {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number)
  return parts?.every(part => part < 256) ? parts.reduce((sum, part) => sum * 256 + part, 0) : null
}

/** The addresses of an IPv4 network that may be hosts. */
export const hostsIn = (text: string): string[] => {
  const [, network = '', length = '32'] = /^([\d.]+)(?:\/(\d{1,2}))?$/.exec(text) ?? []
  const first = octets(network)
  const bits = Number(length)
  if (first === null || bits > 32) throw usage(`"${text}" is neither a network like 10.0.0.0/24 nor "maas"`)
  if (bits < fewestBits) throw usage(`/${bits} are too many addresses to ask one by one; a /${fewestBits} at most`)
  const size = 2 ** (32 - bits)
  const base = Math.floor(first / size) * size
  const all = Array.from({ length: size }, (_, at) => base + at)
  const hosts = size > 2 ? all.slice(1, -1) : all
  return hosts.map(host => [24, 16, 8, 0].map(shift => Math.floor(host / 2 ** shift) % 256).join('.'))
}

/** Makers whose network cards sit in PDUs, as the register of MAC prefixes calls them. */
const makers =
  /american power|schneider|raritan|legrand|eaton|server technology|cyber ?power|vertiv|geist|liebert|panduit|enlogic|nvent|tripp|gude|aten|dataprobe|avocent|baytech/i

const neighbours = async (call: Call<unknown>, state: State): Promise<Result<readonly Neighbour[]>> => {
  const apiKey = (await existingVault(call))?.get(secretNames.maas)
  if (!state.maasSite || apiKey === undefined)
    return fault('gone', 'MAAS', 'No MAAS is set up.', 'Set it up with "maas check --url URL" and the API key.')
  const client = makeMaasClient({ url: state.maasSite.url, apiKey }, clock)
  if (!client.ok) return client
  const read = await readNeighbours(client.value)
  return read.ok ? ok(read.value.slice(0, 2 ** (32 - fewestBits))) : read
}

const rowOf = (state: State, { probe, alsoAt }: Found['pdus'][number]) => ({
  address: addressText(probe.address),
  alsoAt: alsoAt.map(host => addressText({ ...probe.address, host })),
  vendor: probe.facts.vendor,
  family: probe.facts.family,
  model: probe.facts.model,
  serial: probe.facts.id,
  outlets: probe.facts.outlets.length,
  /** Its name in this site, where it is one of it. */
  known: state.pdus[probe.facts.id]?.name ?? null,
})

/** A free name for each that is new. */
const suggestions = (state: State, rows: readonly ReturnType<typeof rowOf>[], how: string): string[] => {
  const taken = new Set(Object.values(state.pdus).map(pdu => pdu.name))
  return rows
    .filter(row => row.known === null)
    .map(row => {
      let number = 1
      while (taken.has(`pdu-${number}`)) number++
      taken.add(`pdu-${number}`)
      return `racklight pdu add pdu-${number} ${row.address} ${how}`
    })
}

/** Those that carry the network card of a maker of PDUs, and answered nothing. */
const silentMakers = (found: Found, asked: readonly Neighbour[]) => {
  const spoke = [
    ...found.pdus.flatMap(({ probe, alsoAt }) => [probe.address.host, ...alsoAt]),
    ...found.unread.map(one => one.host),
  ]
  return asked.filter(({ host, maker }) => makers.test(maker) && !spoke.includes(host))
}

const told = (found: Found, state: State, asked: readonly Neighbour[], how: string): Ending => {
  const total = asked.length
  const pdus = found.pdus.map(one => rowOf(state, one))
  const add = suggestions(state, pdus, how)
  const stopped = found.asked < total
  const silent = stopped ? [] : silentMakers(found, asked)
  const lines = pdus.map(row => [
    row.address,
    `${row.vendor} ${row.model}`,
    row.serial,
    `${row.outlets} outlets`,
    row.known === null ? 'new' : `known as ${row.known}`,
  ])
  const text = [
    pdus.length === 0 ? `No PDU answers at ${found.asked} addresses.` : table(lines),
    ...found.unread.map(({ host, why }) => `${host} answers as a PDU and cannot be read: ${why}`),
    ...silent.map(({ host, maker }) => `${host} has a network card of ${maker} and does not answer SNMP.`),
    ...(stopped ? [`Stopped after ${found.asked} of ${total} addresses.`] : []),
    ...(add.length > 0 ? ['', 'To take them in:', ...add] : []),
  ]
  const json = { pdus, unread: found.unread, silent, asked: found.asked, addresses: total, add }
  return done(json, text.join('\n'), stopped ? 4 : 0)
}

export const made = verb({
  takes: ['CIDR|maas'],
  says: 'Asks every address of a network, or every neighbour MAAS has heard of, and lists the PDUs. Reads only; a signal ends it with what was found.',
  options: {
    port: { type: 'string', value: 'N', says: 'the port to ask (default 161)' },
    ...accessOptions,
  },
  example: 'pdu find 10.0.0.0/24 --community-file ./community',
  run: async call => {
    const [where = ''] = call.words
    const listed = where === 'maas' ? null : hostsIn(where)
    const entry = await entryFrom(`0.0.0.0:${call.options.port ?? 161}`, call.options)
    const state = await stateOf(call)
    const asked = listed?.map(host => ({ host, maker: '' })) ?? need(await neighbours(call, state))
    const hosts = asked.map(({ host }) => host)
    const found = await findPdus({
      clock,
      port: makePduPort({ clock }),
      cancel: call.onSignal(),
      hosts,
      access: accessOf(entry),
      onProgress: (done, pdus) => {
        if (done % 32 === 0) call.out.progress(`${done} of ${hosts.length} addresses, ${pdus} PDUs …`)
      },
    })
    return told(found, state, asked, entry.v3 ? '--snmp 3 --user …' : '--community-file FILE')
  },
})
