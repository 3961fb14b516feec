// Equipment as rows of JSON: chassis, appliances, and hearts that stopped together.
import { applianceWords, proposals } from '#core/equipment.ts'
import type { State } from '#core/state.ts'
import { row, rows } from '#core/table.ts'
import { Stop } from './frame.ts'
import { pduName } from './outlets.ts'

const machineRow = (state: State, uuid: string) => ({ uuid, serial: row(state.machines, uuid)?.serial ?? '' })

export const equipmentRows = (state: State) => ({
  chassis: Object.values(state.chassis).map(({ name, machines }) => ({
    name,
    machines: machines.map(uuid => machineRow(state, uuid)),
  })),
  appliances: Object.values(state.pdus).flatMap(pdu =>
    Object.values(pdu.outlets).flatMap(({ facts, appliance }) =>
      appliance ? [{ pdu: pdu.name, outlet: facts.id, ...appliance }] : [],
    ),
  ),
  proposed: proposals(state).map(({ machines, outlets, times }) => ({
    machines: machines.map(uuid => machineRow(state, uuid)),
    outlets: outlets.map(ref => ({ pdu: pduName(state, ref.pdu), outlet: ref.outlet })),
    times,
  })),
})

const names = (machines: readonly { uuid: string; serial: string }[]): string =>
  machines.map(({ uuid, serial }) => serial || uuid).join(', ')

export const equipmentLines = ({ chassis, appliances, proposed }: ReturnType<typeof equipmentRows>): string => {
  const lines = [
    ...chassis.map(({ name, machines }) => `Chassis ${name}: ${names(machines)}`),
    ...appliances.map(({ pdu, outlet, name, what }) => `${pdu} ${outlet} feeds the ${applianceWords[what]} ${name}`),
    ...proposed.map(({ machines, times }) => `Perhaps a chassis: ${names(machines)} stopped together ${times} times`),
  ]
  return lines.length === 0 ? 'No chassis and no appliances.' : lines.join('\n')
}

/** A machine by its UUID or its serial number. */
export const machineNamed = (state: State, text: string): string => {
  const found = rows(state.machines).filter(({ uuid, serial }) => uuid === text.toLowerCase() || serial === text)
  const [first] = found
  if (first && found.length === 1) return first.uuid
  const detail = first ? 'Several machines have that serial number.' : 'No machine of that name has proved itself here.'
  throw new Stop({
    kind: 'fault',
    fault: {
      kind: 'gone',
      where: `machine ${text}`,
      detail,
      mend: 'Name it by its UUID; "map show --json" lists them.',
    },
  })
}
