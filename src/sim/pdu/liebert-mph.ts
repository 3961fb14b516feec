// Liebert MPH2, 476.1.42.3.8 (LIEBERT-GP-PDU-MIB): each PDU has one branch "A", whose index is 2 because the input has 1.
import { commands, eachOutlet, gauge, hundredths, integer, label, refusing, setting, string, within } from './cells.ts'
import type { PduKind } from './kind.ts'
import type { Cell } from './mib-tree.ts'
import type { Outlet } from './relays.ts'
import type { PduUnit } from './unit.ts'

const base = '1.3.6.1.4.1.476.1.42'
const pdu = `${base}.3.8.20.1`
const input = `${base}.3.8.30.20.1`
const line = `${base}.3.8.30.40.1`
const branch = `${base}.3.8.40.20.1`
const receptacle = `${base}.3.8.50.20.1`

const inputIndex = 1
const branchIndex = 2

// lgpPduRcpEntryControl: on and off wait as long as the receptacle is set to; cyclePower (2) is brief.
const actions = { 0: 'delayedOff', 1: 'delayedOn', 2: 'reboot' } as const

export const liebertMph: PduKind = {
  name: 'liebert-mph',
  vendor: 'Vertiv Liebert',
  metered: true,
  mostUnits: 4,
  macPrefix: [0x00, 0x02, 0x99],
  quirks: { brokenBulk: 'silent' },
  model: {
    model: 'MPHR3142',
    sysObjectId: base,
    hardware: '',
    firmware: '0.4.6.29',
    manufactured: '',
    ratingAmps: 16,
    sysDescr: () => 'ZeroU16Port',
  },
  cells: unit => [...pduCells(unit), ...receptacleCells(unit)],
}

const pduCells = ({ members, model, power }: PduUnit): Cell[] =>
  members.flatMap(({ number, serial, name, outlets }) => {
    const amps = (): number => hundredths(power.amps(power.watts(number)))
    const ofInput = `${number}.${inputIndex}`
    const ofBranch = `${number}.${branchIndex}`
    return [
      string(`${pdu}.10`, number, () => name),
      integer(`${pdu}.15`, number, () => number),
      gauge(`${pdu}.20`, number, () => number),
      string(`${pdu}.45`, number, serial),
      string(`${input}.20`, ofInput, () => model.model),
      gauge(`${input}.35`, ofInput, () => model.ratingAmps * 10),
      string(`${input}.60`, ofInput, () => model.firmware),
      integer(`${line}.15`, `${ofInput}.1`, () => 1),
      gauge(`${line}.22`, `${ofInput}.1`, amps),
      string(`${branch}.20`, ofBranch, () => `${number}-A`),
      gauge(`${branch}.25`, ofBranch, () => 1),
      gauge(`${branch}.60`, ofBranch, () => outlets.length),
      gauge(`${branch}.75`, ofBranch, () => model.ratingAmps * 10),
      gauge(`${branch}.130`, ofBranch, amps),
    ]
  })

function receptacleCells({ relays, power, obstacleOf, metered }: PduUnit): Cell[] {
  const seconds = within(0, 7200)
  return eachOutlet(relays.all, outlet => {
    const row = `${outlet.unit}.${branchIndex}.${outlet.socket}`
    const watts = (): number => power.wattsOf(outlet.number)
    return [
      label(
        `${receptacle}.10`,
        row,
        32,
        () => outlet.name,
        value => (outlet.name = value),
      ),
      string(`${receptacle}.25`, row, () => `${outlet.unit}-A-${outlet.socket}`),
      gauge(`${receptacle}.30`, row, () => outlet.socket),
      integer(`${receptacle}.45`, row, () => 1),
      // measurementAndControl 3, controlOnly 4
      integer(`${receptacle}.50`, row, () => (metered ? 3 : 4)),
      gauge(`${receptacle}.61`, row, () => hundredths(power.amps(watts()))),
      gauge(`${receptacle}.65`, row, () => Math.round(watts())),
      integer(`${receptacle}.95`, row, () => stateOf(outlet)),
      refusing(
        commands(
          `${receptacle}.100`,
          row,
          () => (outlet.shown ? 1 : 0),
          actions,
          command => relays.command(outlet.number, command),
        ),
        () => (obstacleOf(outlet) === 'locked' ? 'inconsistentValue' : null),
      ),
      integer(`${receptacle}.105`, row, () => (obstacleOf(outlet) === 'locked' ? 2 : 1)),
      integer(`${receptacle}.210`, row, () => (obstacleOf(outlet) === 'relayFailed' ? 4 : 1)),
      setting(
        `${receptacle}.220`,
        row,
        () => outlet.onDelaySeconds,
        seconds,
        value => (outlet.onDelaySeconds = value),
        'gauge32',
      ),
      setting(
        `${receptacle}.225`,
        row,
        () => outlet.offDelaySeconds,
        seconds,
        value => (outlet.offDelaySeconds = value),
        'gauge32',
      ),
    ]
  })
}

/** lgpPduRcpEntryPwrState: off 1, on 2, off and on after the delay 3. */
function stateOf(outlet: Outlet): number {
  if (outlet.shown) return 2
  return outlet.heading === 'on' ? 3 : 1
}
