// ATEN PE: one scalar an outlet, with the configuration table between the eighth and the ninth (ATEN-PE-CFG).
import type { Column, Family } from '../family.ts'

const control = '1.3.6.1.4.1.21317.1.3.2.2.2'
const outlets = `${control}.2`

/** outlet1Status is 2, outlet8Status 9, outlet9Status 11. */
const scalarOf = (number: number): number => (number < 9 ? number + 1 : number + 2)
/** The MIB names so many; models have fewer. */
const mostOutlets = 42

const numbers = Object.fromEntries(
  Array.from({ length: mostOutlets }, (_, at) => [`${scalarOf(at + 1)}.0`, at + 1] as const),
)

/** The tables beside the scalars are indexed by the outlet's number. */
const column = (suffix: string, mib: string): Column => ({
  oid: `${outlets}.${suffix}`,
  mib,
  at: row => `${numbers[row]}`,
})

const status: Column = { oid: outlets, mib: 'outlet1Status to outlet42Status' }
const name = column('10.1.2', 'outletName')

export const atenPe: Family = {
  name: 'aten-pe',
  vendor: 'ATEN',
  detect: { sysObjectIds: ['1.3.6.1.4.1.21317'], probe: { oid: `${outlets}.2`, mib: 'outlet1Status' } },
  identity: { serials: [] },
  model: [{ oid: `${control}.1.1.0`, mib: 'modelName' }],
  firmware: [{ oid: '1.3.6.1.4.1.21317.1.3.2.2.3.4.3.0', mib: 'deviceFWversion' }],
  place: { by: 'list', numbers },
  // not-support
  vacant: { column: status, values: [7] },
  state: {
    column: status,
    // fault 5, noauth 6, pop 8 (shed by the overload protection)
    values: { 1: 'off', 2: 'on', 3: 'pending', 4: 'pending', 5: 'unknown', 6: 'unknown', 8: 'unknown' },
  },
  control: 'recorded',
  command: { on: { column: status, value: 2 }, off: { column: status, value: 1 } },
  // no 1, yes 2; older firmware has no such table.
  switchable: { column: column('70.1.2', 'outletSwitchable'), yes: [2], missing: true },
  obstacles: [{ column: status, values: { 6: 'locked', 8: 'breakerTripped' } }],
  outletName: name,
  // Empty is written as "/empty".
  nameWrite: { column: name, maxLength: 15, mayBeEmpty: false },
  load: {
    // Numbers as text, "0.61" and "115.6260".
    amps: { column: column('1.1.2', 'outletCurrent'), scale: 1 },
    watts: { column: column('1.1.4', 'outletPower'), scale: 1 },
  },
  shared: [
    {
      kind: 'bank',
      amps: { column: { oid: `${control}.3.2.1.2`, mib: 'bankCurrent' }, scale: 1 },
      ratingAmps: { column: { oid: `${control}.3.2.1.6`, mib: 'bankMaxCurrent' }, scale: 1 },
    },
  ],
  delays: {
    on: column('10.1.4', 'outletOnDelayTime'),
    off: column('10.1.5', 'outletOffDelayTime'),
    apply: 'toCommands',
    minusOneIsNone: true,
  },
  // Shutdown methods other than killing the power wait 15 s more.
  settleSeconds: 30,
  bulk: false,
  maxOids: 16,
  maas: [],
}
