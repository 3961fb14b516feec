// Every recording of a real PDU, served as it is and probed by the command line: the outlets, names, states and loads are
// those of the recording's own lines, by what the MIB calls them, and by none of the code that probes.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { recordingFile, reasonToSkip, startSnmpsim, type Snmpsim } from '../pdu/snmpsim.ts'
import { buildCli, cli } from '../support/cli.ts'

interface Sheet {
  readonly name: string
  /** None where the recording holds no states. */
  readonly state: {
    readonly column: string
    readonly says: Readonly<Record<string, string>>
    readonly end?: string
  } | null
  readonly amps?: { readonly column: string; readonly per: number; readonly end?: string }
  readonly watts?: { readonly column: string; readonly end?: string }
  /** From the row of the name to the number printed. */
  readonly printed: (row: string) => string
}

const last = (row: string): string => row.split('.').at(-1) ?? ''
const apc = '1.3.6.1.4.1.318.1.1'
const eaton = '1.3.6.1.4.1.534.6.6.7.6'
const tripplite = '1.3.6.1.4.1.850.1.1.3.2.3.3.1.1'
const raritan = '1.3.6.1.4.1.13742'
const sentry = '1.3.6.1.4.1.1718.3.2.3.1'
const iboot = '1.3.6.1.4.1.1418.6.5.1'

/** sPDUOutletCtl: outletOn(1), outletOff(2) */
const masterSwitch: Sheet = {
  name: `${apc}.4.4.2.1.4`,
  state: { column: `${apc}.4.4.2.1.3`, says: { 1: 'on', 2: 'off' } },
  printed: last,
}

const sheets: Readonly<Record<string, Sheet | 'no outlets'>> = {
  apc_ap7900b: masterSwitch,
  apc_masterswitch2: masterSwitch,
  apc_ap8853: 'no outlets',
  'snmpsimdata_apc-8641': {
    name: `${apc}.26.9.2.3.1.3`,
    state: { column: `${apc}.26.9.2.3.1.5`, says: { 1: 'off', 2: 'on' } },
    amps: { column: `${apc}.26.9.4.3.1.6`, per: 10 },
    watts: { column: `${apc}.26.9.4.3.1.7` },
    printed: last,
  },
  eatonpdu_2: {
    name: `${eaton}.1.1.3`,
    state: { column: `${eaton}.6.1.2`, says: { 0: 'off', 1: 'on' } },
    amps: { column: `${eaton}.4.1.3`, per: 1000 },
    watts: { column: `${eaton}.5.1.3` },
    printed: last,
  },
  poweralert_pdu: {
    name: `${tripplite}.2`,
    state: { column: `${tripplite}.4`, says: { 1: 'off', 2: 'on' } },
    printed: last,
  },
  // Sensors by their type: rmsCurrent(1), activePower(5), onOff(14) with on(7) and off(8).
  'raritan-pdu_px3': {
    name: `${raritan}.6.3.5.3.1.3`,
    state: { column: `${raritan}.6.5.4.3.1.3`, says: { 7: 'on', 8: 'off' }, end: '.14' },
    amps: { column: `${raritan}.6.5.4.3.1.4`, per: 1000, end: '.1' },
    watts: { column: `${raritan}.6.5.4.3.1.4`, end: '.5' },
    printed: last,
  },
  sentry3_switched: {
    name: `${sentry}.3`,
    state: null,
    amps: { column: `${sentry}.7`, per: 100 },
    printed: row => row.replace(/^(\d+)\.(\d+)\.(\d+)$/, '$1$2.$3'),
  },
  'simengine_raritan-pdu': {
    name: `${raritan}.4.1.2.2.1.2`,
    state: { column: `${raritan}.4.1.2.2.1.3`, says: { 0: 'off', 1: 'on' } },
    amps: { column: `${raritan}.4.1.2.2.1.4`, per: 1000 },
    watts: { column: `${raritan}.4.1.2.2.1.7` },
    printed: last,
  },
  'iboot_pdu8-2n15': {
    name: `${iboot}.2`,
    state: { column: `${iboot}.7`, says: { 0: 'off', 1: 'on' } },
    printed: row => `${Number(row) + 1}`,
  },
}

/** `OID|type|value`, where `x` after the type says that the value is in hexadecimal digits. */
const cellsOf = (recording: string): Map<string, string> =>
  new Map(
    readFileSync(recordingFile(recording), 'utf8')
      .split('\n')
      .filter(line => line.includes('|'))
      .map(line => {
        const [oid = '', type = '', value = ''] = line.split('|')
        return [oid, type.endsWith('x') ? Buffer.from(value, 'hex').toString('utf8') : value.trim()]
      }),
  )

interface Row {
  readonly id: string
  readonly name: string
  readonly state: string
  readonly watts: number | null
  readonly amps: number | null
}

const written = (recording: string, sheet: Sheet | 'no outlets'): Row[] => {
  if (sheet === 'no outlets') return []
  const cells = cellsOf(recording)
  const rows = [...cells.keys()].flatMap(oid =>
    oid.startsWith(`${sheet.name}.`) ? [oid.slice(sheet.name.length + 1)] : [],
  )
  return rows.map(row => {
    const figure = (from: { column: string; end?: string } | undefined, per = 1): number | null => {
      const text = from && cells.get(`${from.column}.${row}${from.end ?? ''}`)
      return text === undefined ? null : Number(text) / per
    }
    const { name, state, amps, watts, printed } = sheet
    const says = state && cells.get(`${state.column}.${row}${state.end ?? ''}`)
    return {
      id: printed(row),
      name: cells.get(`${name}.${row}`) ?? '',
      state: (says && state?.says[says]) ?? 'unknown',
      watts: figure(watts),
      amps: figure(amps, amps?.per),
    }
  })
}

const reason = reasonToSkip()
if (reason) console.warn(`skipped: recordings of real PDUs on the command line, because ${reason}`)

describe.skipIf(reason)(`recordings of real PDUs on the command line${reason ? ` (skipped: ${reason})` : ''}`, () => {
  const names = reason
    ? []
    : readdirSync(dirname(recordingFile('x'))).flatMap(file => (file.endsWith('.snmprec') ? [file.slice(0, -8)] : []))
  let simulator: Snmpsim | undefined
  beforeAll(async () => {
    buildCli()
    simulator = await startSnmpsim(names)
  }, 120_000)
  afterAll(() => simulator?.stop())

  const unread = names.filter(name => !(name in sheets))
  if (unread.length > 0) console.warn(`skipped: recordings that nobody has read yet: ${unread.join(', ')}`)

  it.each(Object.entries(sheets).filter(([name]) => names.includes(name)))('%s', async (name, sheet) => {
    const env = { RACKLIGHT_SNMP_COMMUNITY: name }
    const ran = await cli(['pdu', 'probe', `127.0.0.1:${simulator?.port}`, '--json'], { env })
    expect({ status: ran.status, stderr: ran.stderr }).toMatchObject({ status: 0 })
    const shown = ran.json<{ outlets: Row[] }>().outlets
    const expected = written(name, sheet)
    expect(expected.length > 0).toBe(sheet !== 'no outlets')
    expect(shown.map(({ id, name: called, state, watts, amps }) => ({ id, name: called, state, watts, amps }))).toEqual(
      expected,
    )
  })
})
