// PDUs and outlets as rows of JSON.
import { applianceWords } from '#core/equipment.ts'
import type { Address, PduProbe } from '#core/rack.ts'
import { takenBy } from '#core/safety.ts'
import type { Outlet, Pdu, State } from '#core/state.ts'
import { iso } from './words.ts'

export const addressText = ({ host, port }: Address): string =>
  `${host.includes(':') ? `[${host}]` : host}${port === 161 ? '' : `:${port}`}`

export const probeRow = ({ facts, address, switchable, readings, warnings }: PduProbe) => ({
  address: addressText(address),
  serial: facts.id,
  vendor: facts.vendor,
  family: facts.family,
  model: facts.model,
  firmware: facts.firmware,
  snmp: { version: facts.snmp.version, bulk: facts.snmp.bulk },
  switchable,
  outlets: facts.outlets.map(({ id, unit, number, label, name, switchable: may, bank, phase }) => {
    const reading = readings.find(one => one.outlet === id)
    const { state = 'unknown', watts = null, amps = null } = reading ?? {}
    return { id, unit, number, label, name, state, switchable: may, watts, amps, bank, phase }
  }),
  maas: facts.maas,
  warnings,
})

export const probeLines = (row: ReturnType<typeof probeRow>): string[][] => [
  [`${row.vendor} ${row.model}`, `serial ${row.serial}`, `SNMP ${row.snmp.version}`, row.address],
  ...row.outlets.map(({ id, name, state, watts, bank }) => [
    `  ${id}`,
    state,
    watts === null ? '' : `${watts} W`,
    [name, bank === null ? '' : `bank ${bank}`].filter(text => text !== '').join(', '),
  ]),
]

export const pduRow = ({ id, name, address, feed, facts, keepOn, outlets, silent, doubted, readAt }: Pdu) => {
  const states = Object.values(outlets).map(outlet => outlet.state)
  return {
    name,
    address: addressText(address),
    serial: id,
    feed,
    vendor: facts.vendor,
    model: facts.model,
    firmware: facts.firmware,
    family: facts.family,
    snmp: facts.snmp.version,
    outlets: states.length,
    on: states.filter(state => state === 'on').length,
    bound: Object.values(outlets).filter(outlet => outlet.binding !== null).length,
    keepOn,
    silent: silent === null ? null : silent.detail,
    doubted: doubted === null ? null : doubted.why,
    readAt: iso(readAt),
  }
}

const marks = (outlet: Outlet, pdu: Pdu): string[] => [
  ...(outlet.allocated === null ? [] : [`allocated to ${outlet.allocated}`]),
  ...(outlet.protected === null ? [] : [`protected: ${outlet.protected}`]),
  ...(outlet.appliance === null
    ? []
    : [`feeds the ${applianceWords[outlet.appliance.what]} ${outlet.appliance.name}, never switched`]),
  ...(outlet.taggedOut === null ? [] : [`tagged out: ${outlet.taggedOut}`]),
  ...(pdu.keepOn?.includes(outlet.facts.id) ? ['stays on'] : []),
]

export const outletRow = (state: State, pdu: Pdu, outlet: Outlet) => ({
  pdu: pdu.name,
  outlet: outlet.facts.id,
  state: outlet.state,
  watts: outlet.watts,
  allocated: outlet.allocated,
  protected: outlet.protected,
  taggedOut: outlet.taggedOut,
  appliance: outlet.appliance,
  keepOn: pdu.keepOn?.includes(outlet.facts.id) ?? null,
  machine: outlet.binding?.machine ?? null,
  takenBy: takenBy(state, { pdu: pdu.id, outlet: outlet.facts.id }),
})

/** The given outlets as they stand in this state. */
export const outletRows = (state: State, id: string, numbers: readonly string[]) => {
  const pdu = state.pdus[id]
  const outlets = numbers.flatMap(number => pdu?.outlets[number] ?? [])
  return {
    json: { outlets: pdu ? outlets.map(outlet => outletRow(state, pdu, outlet)) : [] },
    text: pdu
      ? outlets
          .map(outlet => `${pdu.name} ${outlet.facts.id}: ${marks(outlet, pdu).join(', ') || 'no marks'}`)
          .join('\n')
      : '',
  }
}
