import type { State } from '#core/state.ts'
import type { Neighbour } from '../maas/discovery.ts'
import { findPdus, type Found } from '../pdu/find.ts'
import { makePduPort } from '../pdu/port.ts'
import { freeNames, hostsIn, neighbours, silentMakers } from '../site/find.ts'
import { accessOf } from '../site/pdus.ts'
import { clock, stateOf } from './folder.ts'
import { done, need, usage, verb, type Ending } from './frame.ts'
import { accessOptions, entryFrom } from './pdu-access.ts'
import { addressText } from './rows.ts'
import { existingVault } from './vault.ts'
import { table } from './words.ts'

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

const suggestions = (state: State, rows: readonly ReturnType<typeof rowOf>[], how: string): string[] => {
  const fresh = rows.filter(row => row.known === null)
  const names = freeNames(state, fresh.length)
  return fresh.map((row, i) => `racklight pdu add ${names[i]} ${row.address} ${how}`)
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
    if (listed && !listed.ok) throw usage(listed.fault.detail)
    const entry = await entryFrom(`0.0.0.0:${call.options.port ?? 161}`, call.options)
    const state = await stateOf(call)
    const asked = need(listed ?? (await neighbours(state, await existingVault(call), clock)))
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
