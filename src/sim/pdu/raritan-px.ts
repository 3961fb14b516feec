// Raritan Dominion PX (PDU-MIB, 13742.4): state and command in one column, and one setting that forbids switching altogether.
import { commands, eachOutlet, gauge, integer, label, nameOf, refusing, string } from './cells.ts'
import type { Cell } from './mib-tree.ts'
import type { PduKind } from './kind.ts'
import type { PduUnit } from './unit.ts'

const board = '1.3.6.1.4.1.13742.4.1'
const info = `${board}.1`
const outlets = `${board}.2.2.1`
const breakers = `${board}.5.2.1`
const inlets = `${board}.20.2.1`
const poles = `${board}.21.2.1`

const milli = (value: number): number => Math.round(value * 1000)

function cells({ model, serial, relays, power, metered }: PduUnit): Cell[] {
  let switching = 'enabled'
  return [
    string(`${info}.1`, 0, () => model.firmware),
    string(`${info}.2`, 0, serial),
    string(`${info}.12`, 0, () => model.model),
    label(
      `${info}.28`,
      0,
      8,
      () => switching,
      value => (switching = value),
    ),
    integer(`${board}.2.1`, 0, () => relays.all.length),
    ...eachOutlet(relays.all, (outlet, row) => [
      integer(`${outlets}.1`, row, () => row),
      nameOf(`${outlets}.2`, row, 255, outlet),
      refusing(
        // off 0, on 1, cycling 2
        commands(
          `${outlets}.3`,
          row,
          () => (outlet.shown ? 1 : 0),
          { 0: 'off', 1: 'on', 2: 'reboot' },
          command => relays.command(row, command),
        ),
        () => (switching === 'enabled' ? null : 'inconsistentValue'),
      ),
      ...(metered
        ? [
            gauge(`${outlets}.4`, row, () => milli(power.amps(power.wattsOf(row)))),
            gauge(`${outlets}.6`, row, () => (power.isLive(row) ? milli(power.volts) : 0)),
            gauge(`${outlets}.7`, row, () => power.wattsOf(row)),
          ]
        : []),
    ]),
    integer(`${board}.5.1`, 0, () => power.banksOf(1).length),
    ...power.banksOf(1).flatMap(bank => [
      integer(`${breakers}.1`, bank, () => bank),
      string(`${breakers}.2`, bank, () => `CB${bank}`),
      // ok 0, tripped 1
      integer(`${breakers}.3`, bank, () => (power.isTripped(bank) ? 1 : 0)),
      gauge(`${breakers}.4`, bank, () => milli(power.breakerAmps)),
      gauge(`${breakers}.5`, bank, () => milli(power.amps(power.wattsOfBank(bank)))),
    ]),
    gauge(`${inlets}.4`, 1, () => milli(model.ratingAmps)),
    gauge(`${inlets}.7`, 1, () => milli(power.amps(power.watts()))),
    string(`${poles}.2`, '1.1', () => 'L1'),
    gauge(`${poles}.3`, '1.1', () => milli(power.amps(power.watts()))),
  ]
}

export const raritanPx: PduKind = {
  name: 'raritan-px',
  vendor: 'Raritan',
  metered: true,
  macPrefix: [0x00, 0x0d, 0x5d],
  model: {
    model: 'DPXR8-15',
    sysObjectId: '1.3.6.1.4.1.13742.4',
    hardware: '26',
    firmware: '01.05.13.11595',
    manufactured: '',
    ratingAmps: 12,
    sysDescr: () => 'Raritan Dominion PX - Firmware Version 010513-11595',
  },
  cells,
}
