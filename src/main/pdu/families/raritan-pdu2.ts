// Raritan PX2, PX3, PX4 and what else runs Xerus (Legrand, Server Technology PRO3X and PRO4X): PDU2-MIB, rows by link id and outlet.
import type { Column, Family, Gauge, SharedLoad } from '../family.ts'

const pdu2 = '1.3.6.1.4.1.13742.6'

const column = (suffix: string, mib: string): Column => ({ oid: `${pdu2}.${suffix}`, mib })

// SensorTypeEnumeration: the last part of the index of every sensor table.
const rmsCurrent = (row: string): string => `${row}.1`
const activePower = (row: string): string => `${row}.5`
const onOff = (row: string): string => `${row}.14`

/** Readings are whole numbers; how many of their digits are decimals is told beside them. */
const gauge = (values: Column, digits: Column, at: (row: string) => string): Gauge => ({
  column: { ...values, at },
  digits: { ...digits, at },
  scale: 1,
})

const outletValue = column('5.4.3.1.4', 'measurementsOutletSensorValue')
const outletDigits = column('3.5.4.1.7', 'outletSensorDecimalDigits')
const command = column('4.1.2.1.2', 'switchingOperation')
const breakerLabel = column('3.4.3.1.2', 'overCurrentProtectorLabel')

const shared: readonly SharedLoad[] = [
  {
    kind: 'bank',
    rows: breakerLabel,
    amps: gauge(
      column('5.3.3.1.4', 'measurementsOverCurrentProtectorSensorValue'),
      column('3.4.4.1.7', 'overCurrentProtectorSensorDecimalDigits'),
      rmsCurrent,
    ),
    // Text with its unit, "16A".
    ratingAmps: { column: column('3.4.3.1.5', 'overCurrentProtectorRatedCurrent'), scale: 1 },
  },
  {
    kind: 'inlet',
    rows: column('3.3.3.1.2', 'inletLabel'),
    amps: gauge(
      column('5.2.3.1.4', 'measurementsInletSensorValue'),
      column('3.3.4.1.7', 'inletSensorDecimalDigits'),
      rmsCurrent,
    ),
    ratingAmps: { column: column('3.3.3.1.7', 'inletRatedCurrent'), scale: 1 },
  },
]

export const raritanPdu2: Family = {
  name: 'raritan-pdu2',
  vendor: 'Raritan',
  detect: { sysObjectIds: [pdu2], probe: command },
  // pduId is 1, or the link id in a cascade with one address, whose primary unit is 1.
  identity: { units: { serial: column('3.2.1.1.4', 'pduSerialNumber') }, serials: [] },
  model: [{ oid: `${pdu2}.3.2.1.1.3.1`, mib: 'pduModel' }],
  // Row 1.1.1: first PDU, mainController 1, first board.
  firmware: [{ oid: `${pdu2}.3.2.3.1.6.1.1.1`, mib: 'boardFirmwareVersion' }],
  // Outlets without a switch have no row in the control table.
  rows: column('3.5.3.1.2', 'outletLabel'),
  place: { by: 'index', unit: 0, number: 1 },
  // SensorStateEnumeration; unavailable -1.
  state: {
    column: {
      ...column('4.1.2.1.3', 'outletSwitchingState'),
      otherwise: { ...column('5.4.3.1.3', 'measurementsOutletSensorState'), at: onOff },
    },
    values: { 7: 'on', 8: 'off', [-1]: 'unknown' },
  },
  control: 'unproven',
  command: { on: { column: command, value: 1 }, off: { column: command, value: 0 } },
  // TruthValue: true 1, false 2.
  switchable: { column: column('3.5.3.1.28', 'outletSwitchable'), yes: [1] },
  obstacles: [
    { column: column('4.1.2.1.5', 'outletSuspendedState'), values: { 1: 'breakerTripped' } },
    { column: column('3.5.3.1.34', 'outletServiceMode'), values: { 1: 'serviceMode' } },
  ],
  timedCut: {
    // cycle
    command: { column: command, value: 2 },
    offSeconds: column('3.5.3.1.12', 'outletPowerCyclingPowerOffPeriod'),
    general: {
      when: column('3.5.3.1.14', 'outletUseGlobalPowerCyclingPowerOffPeriod'),
      is: 1,
      offSeconds: {
        ...column('3.2.2.1.37', 'globalOutletPowerCyclingPowerOffPeriod'),
        at: row => row.split('.')[0] ?? row,
      },
    },
  },
  outletName: column('3.5.3.1.3', 'outletName'),
  // The MIB sets no limit below that of a DisplayString; host names fit in less.
  nameWrite: { column: column('3.5.3.1.3', 'outletName'), maxLength: 64, mayBeEmpty: true },
  label: column('3.5.3.1.2', 'outletLabel'),
  bank: { pointer: column('3.5.3.1.33', 'outletPowerSource'), into: breakerLabel },
  load: {
    amps: gauge(outletValue, outletDigits, rmsCurrent),
    watts: gauge(outletValue, outletDigits, activePower),
  },
  shared,
  // inrushGuardDelay keeps two switchings up to 10 s apart.
  settleSeconds: 15,
  bulk: true,
  // Four sensor cells an outlet are asked for one by one; so many fit an Ethernet frame.
  maxOids: 48,
  maas: [
    {
      powerType: 'raritan',
      parameters: { power_on_delay: '5' },
      column: command,
      version: '2c',
      community: 'private',
      unit: 1,
      indexPrefix: '1.',
    },
  ],
}
