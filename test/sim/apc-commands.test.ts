// Each number of each command column does what PowerNet-MIB says; the tables disagree with one another, so each is written out.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeVirtualPdu, type VirtualPdu } from '#sim/pdu/virtual-pdu.ts'
import { VirtualClock } from '#sim/virtual-clock.ts'
import { makeClient, type Client } from './snmp-client.ts'

const base = '1.3.6.1.4.1.318.1.1'
const outlet = 3
const [onDelay, offDelay, duration] = [15, 30, 5]

/** Seconds after the command at which outlet 3 changes, from an outlet that is on and from one that is off. */
const timings = {
  immediateOn: { fromOn: [], fromOff: [[0, true]] },
  immediateOff: { fromOn: [[0, false]], fromOff: [] },
  immediateReboot: {
    fromOn: [
      [0, false],
      [duration, true],
    ],
    fromOff: [[duration, true]],
  },
  delayedOn: { fromOn: [], fromOff: [[onDelay, true]] },
  delayedOff: { fromOn: [[offDelay, false]], fromOff: [] },
  delayedReboot: {
    fromOn: [
      [offDelay, false],
      [offDelay + duration, true],
    ],
    fromOff: [[offDelay + duration, true]],
  },
  nothing: { fromOn: [], fromOff: [] },
} as const
type Meaning = keyof typeof timings

const columns: readonly [string, string, Readonly<Record<number, Meaning>>][] = [
  [
    'rPDU2OutletSwitchedControlCommand',
    `26.9.2.4.1.5.${outlet}`,
    {
      1: 'immediateOn',
      2: 'immediateOff',
      3: 'immediateReboot',
      5: 'delayedOn',
      6: 'delayedOff',
      7: 'delayedReboot',
      8: 'nothing',
    },
  ],
  [
    'rPDUOutletControlOutletCommand',
    `12.3.3.1.1.4.${outlet}`,
    {
      1: 'immediateOn',
      2: 'immediateOff',
      3: 'immediateReboot',
      4: 'delayedOn',
      5: 'delayedOff',
      6: 'delayedReboot',
      7: 'nothing',
    },
  ],
  [
    'sPDUOutletCtl',
    `4.4.2.1.3.${outlet}`,
    { 1: 'immediateOn', 2: 'immediateOff', 3: 'immediateReboot', 5: 'delayedOn', 6: 'delayedOff', 7: 'delayedReboot' },
  ],
  [
    'rPDU2DeviceControlCommand',
    '26.4.4.1.4.1',
    {
      1: 'immediateOn',
      2: 'delayedOn',
      3: 'immediateOff',
      4: 'immediateReboot',
      5: 'delayedReboot',
      6: 'nothing',
      7: 'delayedOff',
      8: 'nothing',
    },
  ],
  [
    'rPDUOutletDevCommand',
    '12.3.1.1.0',
    {
      1: 'nothing',
      2: 'immediateOn',
      3: 'immediateOff',
      4: 'immediateReboot',
      5: 'delayedOn',
      6: 'delayedOff',
      7: 'delayedReboot',
      8: 'nothing',
    },
  ],
  [
    'sPDUMasterControlSwitch',
    '4.2.1.0',
    {
      1: 'immediateOn',
      2: 'delayedOn',
      3: 'immediateOff',
      4: 'immediateReboot',
      5: 'delayedReboot',
      6: 'nothing',
      7: 'delayedOff',
    },
  ],
]
const cases = columns.flatMap(([name, object, meanings]) =>
  Object.entries(meanings).map(([number, meaning]) => [name, Number(number), meaning, object] as const),
)

describe('APC commands', () => {
  let clock: VirtualClock
  let pdu: VirtualPdu
  let client: Client

  beforeEach(async () => {
    clock = new VirtualClock()
    pdu = makeVirtualPdu({
      clock,
      kind: 'rpdu2',
      serial: 'S',
      name: 'n',
      outlets: 4,
      visibleAfterMs: 0,
      communityRead: 'public',
      communityWrite: 'private',
      address: '127.0.0.1',
      loadWattsOf: () => 0,
    })
    await pdu.open()
    client = makeClient({ port: pdu.port })
    await client.set(`${base}.26.9.2.1.1.5.${outlet}`, onDelay)
    await client.set(`${base}.26.9.2.1.1.6.${outlet}`, offDelay)
    await client.set(`${base}.26.9.2.1.1.7.${outlet}`, duration)
  })
  afterEach(async () => {
    client.close()
    await pdu.close()
  })

  it.each(cases)('%s %i is %s', async (_, number, meaning, object) => {
    for (const [initial, expected] of [
      [true, timings[meaning].fromOn],
      [false, timings[meaning].fromOff],
    ] as const) {
      pdu.setInitial(initial)
      const start = clock.now()
      const changes: [number, boolean][] = []
      const stop = pdu.onPower((which, live) => {
        if (which === outlet) changes.push([(clock.now() - start) / 1000, live])
      })
      await client.set(`${base}.${object}`, number)
      await clock.advance(60_000)
      stop()
      expect(changes).toEqual(expected)
    }
  })
})
