// The net-snmp command-line tools against the virtual PDU, with the arguments MAAS's apc driver gives them.
import { execFile, spawnSync } from 'node:child_process'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeVirtualPdu, type VirtualPdu } from '#sim/pdu/virtual-pdu.ts'
import { VirtualClock } from '#sim/virtual-clock.ts'
import { masterSwitch, rpdu, rpdu2 } from './apc-oids.ts'

const missing = spawnSync('snmpget', ['-V']).error !== undefined

interface Ran {
  readonly out: string
  readonly failed: boolean
}

function run(tool: string, ...args: string[]): Promise<Ran> {
  return new Promise(resolve =>
    execFile(tool, args, (error, stdout, stderr) => resolve({ out: stdout + stderr, failed: error !== null })),
  )
}

describe.skipIf(missing)('net-snmp tools', () => {
  let pdu: VirtualPdu
  let clock: VirtualClock
  let at: string

  beforeEach(async () => {
    clock = new VirtualClock()
    pdu = makeVirtualPdu({
      clock,
      kind: 'rpdu2',
      serial: '5A1916E00388',
      name: 'rack7-a',
      outlets: 24,
      visibleAfterMs: 1500,
      communityRead: 'public',
      communityWrite: 'private',
      address: '127.0.0.1',
      loadWattsOf: () => 100,
    })
    await pdu.open()
    at = `127.0.0.1:${pdu.port}`
  })
  afterEach(() => pdu.close())

  it.each([
    ['RPDU', rpdu.command],
    ['MASTERSWITCH', masterSwitch.command],
  ])('switch an outlet as MAAS does with pdu_type=%s', async (_, command) => {
    const maas = ['-c', 'private', '-v1', at, `.${command}.7`]
    expect((await run('snmpget', ...maas)).out).toMatch(/INTEGER: 2$/m)
    expect((await run('snmpset', ...maas, 'i', '1')).out).toMatch(/INTEGER: 1$/m)
    expect((await run('snmpget', ...maas)).out).toMatch(/INTEGER: 2$/m)
    await clock.advance(1500)
    expect((await run('snmpget', ...maas)).out).toMatch(/INTEGER: 1$/m)
    expect((await run('snmpset', ...maas, 'i', '2')).failed).toBe(false)
    await clock.advance(1500)
    expect(pdu.isLive(7)).toBe(false)
  })

  it('name the errors as the versions do', async () => {
    const set = (version: string, oid: string, ...value: string[]): Promise<Ran> =>
      run('snmpset', '-c', 'private', `-v${version}`, at, `.${oid}`, ...value)
    expect((await set('2c', `${rpdu2.state}.1`, 'i', '1')).out).toContain('notWritable')
    expect((await set('1', `${rpdu2.state}.1`, 'i', '1')).out).toContain('noSuchName')
    expect((await set('2c', `${rpdu2.command}.1`, 's', 'on')).out).toContain('wrongType')
    expect((await set('1', `${rpdu2.command}.1`, 's', 'on')).out).toContain('badValue')
    expect((await set('2c', `${rpdu2.command}.99`, 'i', '1')).out).toContain('noCreation')
    expect((await run('snmpset', '-c', 'public', '-v2c', at, `.${rpdu2.command}.1`, 'i', '1')).out).toContain(
      'noAccess',
    )
    expect((await run('snmpget', '-c', 'guess', '-v1', '-t', '0.1', '-r', '0', at, `.${rpdu2.serial}`)).out).toContain(
      'Timeout',
    )
    expect(pdu.sets.filter(each => each.outcome === 'noError')).toEqual([])
  })

  it('find as much by bulk as by steps, over everything there is', async () => {
    const bulk = await run('snmpbulkwalk', '-c', 'public', '-v2c', '-On', '-Cr20', at, '.1.3')
    const steps = await run('snmpwalk', '-c', 'public', '-v1', '-On', at, '.1.3')
    const oidsIn = (text: string): string[] =>
      text.split('\n').flatMap(line => /^\.([\d.]+) = (?!No more variables)/.exec(line)?.[1] ?? [])
    expect(oidsIn(bulk.out).length).toBeGreaterThan(24 * 40)
    expect(oidsIn(bulk.out)).toEqual(oidsIn(steps.out))
    expect([bulk.failed, steps.failed]).toEqual([false, false])
  })

  it('get four columns by twelve rows in one bulk', async () => {
    const columns = [rpdu2.name, rpdu2.state, rpdu2.pending, rpdu2.power].map(column => `.${column}`)
    const { out } = await run('snmpbulkget', '-c', 'public', '-v2c', '-On', '-Cr12', at, ...columns)
    const oids = out.split('\n').flatMap(line => /^(\.[\d.]+) =/.exec(line)?.[1] ?? [])
    const rows = Array.from({ length: 12 }, (_, row) => row + 1)
    expect(oids).toEqual(rows.flatMap(row => columns.map(column => `${column}.${row}`)))
  })
})
