// What Racklight lists without switching it, what it knows by name alone, and tables with holes: small agents, cell by cell.
import { afterEach, describe, expect, it } from 'vitest'
import { systemClock } from '#main/engine/system-clock.ts'
import { families } from '#main/pdu/families.ts'
import { makePduPort } from '#main/pdu/port.ts'
import { SnmpAgent } from '#sim/pdu/agent.ts'
import { integer, string } from '#sim/pdu/cells.ts'
import { agentKnobs } from '#sim/pdu/knobs.ts'
import { MibTree } from '#sim/pdu/mib-tree.ts'
import type { Cell } from '#sim/pdu/mib-tree.ts'

const open: SnmpAgent[] = []
afterEach(async () => void (await Promise.all(open.splice(0).map(agent => agent.close()))))

const pdus = makePduPort({
  clock: systemClock,
  timeouts: { readTimeoutMs: 1000, readRetries: 1, setTimeoutMs: 1000 },
})

/** Instances below 1.3.6.1.4.1, and what they hold. */
type Cells = Readonly<Record<string, number | string>>

const cellOf = (oid: string, held: number | string): Cell => {
  const at = oid.lastIndexOf('.')
  const [object, index] = [oid.slice(0, at), oid.slice(at + 1)]
  return typeof held === 'number' ? integer(object, index, () => held) : string(object, index, () => held)
}

async function agentWith(sysObjectId: string, sysDescr: string, cells: Cells) {
  const tree = new MibTree([
    string('1.3.6.1.2.1.1.1', 0, () => sysDescr),
    {
      object: '1.3.6.1.2.1.1.2',
      index: '0',
      type: 'oid',
      read: () => ({ type: 'oid', value: sysObjectId }),
    },
    ...Object.entries(cells).map(([oid, held]) => cellOf(oid.startsWith('1.') ? oid : `1.3.6.1.4.1.${oid}`, held)),
  ])
  const agent = new SnmpAgent({
    clock: systemClock,
    tree,
    knobs: agentKnobs(),
    address: '127.0.0.1',
    communityRead: 'public',
    communityWrite: 'private',
  })
  await agent.open()
  open.push(agent)
  const access = { address: { host: '127.0.0.1', port: agent.port }, version: 'any' as const, community: 'private' }
  return { agent, access, result: await pdus.probe(access) }
}

const column = (prefix: string, values: readonly (number | string)[], suffix = ''): Cells =>
  Object.fromEntries(values.map((value, at) => [`${prefix}.${at + 1}${suffix}`, value]))

interface Listed {
  readonly family: string
  readonly sysObjectId: string
  readonly cells: Cells
  /** Of outlets 1 to 4. */
  readonly states: readonly string[]
  readonly why: RegExp
}

const names = ['db-1', 'db-2', 'web-1', '']

const listed: readonly Listed[] = [
  {
    family: 'wti',
    sysObjectId: '2634.6.8',
    cells: {
      ...column('2634.3.100.200.1.3', [1, 0, 1, 0]),
      ...column('2634.3.100.200.1.4', [0, 0, 0, 0]),
      ...column('2634.3.100.200.1.5', names),
    },
    states: ['on', 'off', 'on', 'off'],
    why: /plugAction/,
  },
  {
    family: 'geist-v3',
    sysObjectId: '21239.2',
    cells: { ...column('21239.2.16.1.3', [1, 0, 1, 0]), ...column('21239.2.16.1.2', names) },
    states: ['on', 'off', 'on', 'off'],
    why: /cancel/,
  },
  {
    family: 'avocent-pm',
    sysObjectId: '10418.17.1.5',
    cells: { ...column('10418.17.2.5.5.1.5.3.1', [2, 1, 4, 6]), ...column('10418.17.2.5.5.1.4.3.1', names) },
    states: ['on', 'off', 'on', 'pending'],
    why: /behind one appliance/,
  },
  {
    family: 'baytech',
    sysObjectId: '4779',
    cells: { ...column('4779.1.3.5.3.1.3.1', [1, 0, 3, 2]), ...column('4779.1.3.5.3.1.4.1', names) },
    states: ['on', 'off', 'on', 'pending'],
    why: /hang/,
  },
  {
    family: 'ipoman',
    sysObjectId: '2468.1.4.2.1',
    cells: { ...column('2468.1.4.2.1.3.2.3.1.2', [3, 2, 1, 4]), ...column('2468.1.4.2.1.3.2.2.1.2', names) },
    states: ['on', 'off', 'unknown', 'pending'],
    why: /over SNMP/,
  },
  ...(['schleifenbauer 31034', 'conteg 28402'] as const).map((pair): Listed => {
    const [family = '', number = ''] = pair.split(' ')
    return {
      family,
      sysObjectId: `${number}.11.1`,
      cells: {
        ...column(`${number}.12.1.1.2.7.3.1.2.210`, [1, 0]),
        ...column(`${number}.12.1.1.2.7.1.1.2.210`, names),
      },
      // Two of the four have no relay.
      states: ['on', 'off', 'unknown', 'unknown'],
      why: /unlocked/,
    }
  }),
  {
    family: 'ibm-ipdu',
    sysObjectId: '2.6.223',
    cells: { ...column('2.6.223.8.2.2.1.11', [1, 0, 2, 0]), ...column('2.6.223.8.2.2.1.2', names) },
    states: ['on', 'off', 'pending', 'off'],
    why: /not at hand/,
  },
  {
    family: 'teltronix',
    sysObjectId: '23620.1',
    cells: column('23620.1.2.2.1.4', [2, 1, 2, 1]),
    states: ['on', 'off', 'on', 'off'],
    why: /not at hand/,
  },
  {
    // It names itself 20677.1 and answers below 20677.2; the fifth row is empty.
    family: 'eaton-pulizzi',
    sysObjectId: '20677.1',
    cells: {
      ...column('20677.2.6.3', [1, 2, 1, 2, 0], '.0'),
      ...column('20677.2.6.1', names, '.1.0'),
    },
    states: ['on', 'off', 'on', 'off'],
    why: /every outlet at once/,
  },
  {
    family: 'eaton-nlogic',
    sysObjectId: '534.7.1',
    cells: {
      '534.7.1.1.2.1.8.1': 'WMEL0046',
      ...column('534.7.1.5.2.1.1.1', [2, 1, 3, 4]),
      ...column('534.7.1.5.1.1.2.1', names),
    },
    states: ['on', 'off', 'pending', 'pending'],
    why: /not at hand/,
  },
  {
    family: 'chatsworth',
    sysObjectId: '30932.1.1',
    cells: {
      ...column('30932.1.10.1.4.10.1.11', [1, 0, 1, 0], '.2.48.48'),
      ...column('30932.1.10.1.4.10.1.4', names, '.2.48.48'),
    },
    states: ['on', 'off', 'on', 'off'],
    why: /linked/,
  },
]

it('every family that is only listed is met here', () => {
  const readOnly = families.filter(({ control }) => typeof control === 'object')
  expect(listed.map(({ family }) => family).toSorted()).toEqual(readOnly.map(({ name }) => name).toSorted())
  expect(readOnly.filter(({ command }) => command !== null)).toEqual([])
})

describe.each(listed)('$family', ({ family, sysObjectId, cells, states, why }) => {
  it('is listed as it stands, with the reason why it is not switched', async () => {
    const { result } = await agentWith(`1.3.6.1.4.1.${sysObjectId}`, 'a power switch', cells)
    if (!result.ok) throw new Error(JSON.stringify(result.fault))
    const { facts, readings, switchable, warnings } = result.value
    expect({ family: facts.family, switchable }).toEqual({ family, switchable: false })
    expect(facts.outlets.map(({ id }) => id)).toEqual(['1', '2', '3', '4'])
    if (family !== 'teltronix') expect(facts.outlets.map(({ name }) => name)).toEqual(names)
    expect(readings.map(({ state }) => state)).toEqual(states)
    expect(warnings.join(' ')).toMatch(why)
  })

  it('is sent nothing, and the refusal says the same', async () => {
    const { result, access, agent } = await agentWith(`1.3.6.1.4.1.${sysObjectId}`, 'a power switch', cells)
    if (!result.ok) throw new Error(JSON.stringify(result.fault))
    const { facts } = result.value
    const target = {
      ...facts.snmp,
      id: facts.id,
      family: facts.family,
      delaySeconds: 0,
      access: { ...access, version: facts.snmp.version },
    }
    const switched = await pdus.switchOutlet(target, '2', 'on', async () => true)
    expect(switched).toMatchObject({ ok: false, fault: { kind: 'notSupported', detail: expect.stringMatching(why) } })
    expect(agent.sets).toEqual([])
  })
})

it.each([
  ['1.3.6.1.4.1.17420', 'Switched PDU', {}, /DigiPower.*all outlets at once/],
  // APC's own prefix is shorter, and names three families that do not answer.
  ['1.3.6.1.4.1.318.1.3.4.9', 'EPDU1116S', {}, /APC Easy PDU.*measures/],
  ['1.3.6.1.4.1.2606.7', 'Rittal PDU SN 1 HW REV.0404', {}, /Rittal.*moves with the firmware/],
  ['1.3.6.1.4.1.850', 'PowerAlert v12.04.0055', {}, /PowerAlert 12/],
  ['1.3.6.1.4.1.13742.8', 'EMX 030230', {}, /Raritan EMX.*no outlets/],
  ['0.0', '', column('1.3.6.1.2.1.229.1.2.1.9', [257, 259]), /Digital Loggers.*dli/],
])('%s "%s" is known by name, and why it is not listed is said', async (sysObjectId, sysDescr, cells, words) => {
  const { result } = await agentWith(sysObjectId, sysDescr, cells)
  expect(result).toMatchObject({ ok: false, fault: { kind: 'notSupported', detail: expect.stringMatching(words) } })
})

it('what is no PDU at all is still unknown', async () => {
  const { result } = await agentWith('1.3.6.1.4.1.8072.3.2.10', 'Linux printer 5.10', {})
  expect(result).toMatchObject({
    ok: false,
    fault: { detail: expect.stringContaining('does not know this kind of PDU: Linux printer') },
  })
})

describe('tables with holes', () => {
  const panduit = '19536.10.1'

  it('an Eaton G2, which has no column of what may be switched, is switchable where it has commands', async () => {
    const { result } = await agentWith('1.3.6.1.4.1.534.6.6.7', 'ePDU', {
      '534.6.6.7.1.2.1.4.0': 'H619P44058',
      ...column('534.6.6.7.6.6.1.2.0', [0, 1]),
      ...column('534.6.6.7.6.6.1.3.0', [-1, -1]),
      ...column('534.6.6.7.6.6.1.4.0', [-1, -1]),
    })
    expect(result).toMatchObject({
      ok: true,
      value: { switchable: true, readings: [{ state: 'off' }, { state: 'on' }] },
    })
  })

  it('a metered Panduit has names and loads, no switch, and no outlet in the empty places', async () => {
    const { result } = await agentWith('1.3.6.1.4.1.19536.10.1', 'PDU Metered', {
      [`${panduit}.1.2.1.8.1`]: 'CN187D6053',
      // The table of units is as long as a chain may be.
      [`${panduit}.1.2.1.8.2`]: '',
      ...column(`${panduit}.5.1.1.2.1`, ['OUTLET 1', 'OUTLET 2', '']),
      ...column(`${panduit}.5.1.1.3.1`, [1, 2, 0]),
      ...column(`${panduit}.5.1.1.5.1`, [26, 0, 0]),
      ...column(`${panduit}.5.1.1.13.1`, [65, 0, 0]),
      // So is the table of breakers.
      ...column(`${panduit}.3.1.1.3.1`, [2, 0]),
      ...column(`${panduit}.3.1.1.11.1`, [1600, 0]),
      ...column(`${panduit}.3.1.1.12.1`, [26, 0]),
      ...column(`${panduit}.3.1.1.26.1`, [3, 0]),
    })
    expect(result).toMatchObject({
      ok: true,
      value: {
        switchable: false,
        facts: { id: 'CN187D6053' },
        readings: [
          { outlet: '1', state: 'unknown', amps: 0.26, watts: 65 },
          { outlet: '2', state: 'unknown', amps: 0, watts: 0 },
        ],
        loads: [{ kind: 'bank', unit: 1, section: null, number: 1, amps: 0.26, ratingAmps: 16, tripped: true }],
      },
    })
    expect(result.ok && result.value.facts.outlets.map(({ id, name }) => `${id} ${name}`)).toEqual([
      '1 OUTLET 1',
      '2 OUTLET 2',
    ])
  })
})
