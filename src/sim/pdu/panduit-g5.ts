// Panduit SmartZone G5, 19536.10.1 (PANDUIT-MIB pdug5*): beside the commands in seconds a column of commands by number.
import { commands, filled, hundredths, integer, nameOf, string } from './cells.ts'
import type { PduKind } from './kind.ts'
import { secondsTables } from './seconds-tables.ts'
import type { SecondsTables } from './seconds-tables.ts'

// pdug5OutletControlCommand; outletUnknown (7) is an answer and no command.
const outletCommands = { 1: 'off', 2: 'on', 3: 'delayedOff', 4: 'delayedOn', 5: 'reboot', 6: 'delayedReboot' } as const

const base = '1.3.6.1.4.1.19536.10.1'
const outlets = `${base}.5.1.1`

const tables: SecondsTables = {
  base,
  firstUnit: 1,
  partNumber: 7,
  rating: '200-240V, 32A, 7.4kVA, 50/60Hz',
  current: hundredths,
  outletWatts: 13,
  breakerStatus: 26,
  most: { delay: 7200, reboot: 60 },
  rows: 48,
  phaseIndex: false,
  more: (outlet, index, { relays, power }) => [
    filled(nameOf(`${outlets}.2`, index, 31, outlet)),
    // iecC19
    integer(`${outlets}.3`, index, () => 2),
    integer(`${outlets}.18`, index, () => power.bankOf(outlet.number)),
    commands(
      `${base}.5.2.1.10`,
      index,
      () => (outlet.shown ? 2 : 1),
      outletCommands,
      order => relays.command(outlet.number, order),
    ),
  ],
  empty: index => [
    string(`${outlets}.2`, index, () => ''),
    integer(`${outlets}.3`, index, () => 0),
    integer(`${outlets}.18`, index, () => 0),
    integer(`${base}.5.2.1.10`, index, () => 0),
  ],
}

export const panduitG5: PduKind = {
  name: 'panduit-g5',
  vendor: 'Panduit',
  metered: true,
  mostUnits: 4,
  macPrefix: [0x00, 0x0f, 0x9c],
  model: {
    model: 'P32G13M',
    sysObjectId: base,
    sysDescr: () => `SN:Outlet Metered, Outlet Switched PN:Device Model:P32G13M Rating:${tables.rating}`,
    hardware: '',
    firmware: '3.3.6',
    manufactured: '',
    ratingAmps: 32,
  },
  cells: unit => secondsTables(tables, unit),
}
