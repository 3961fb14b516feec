// The net-snmp tools speak SNMPv3 with the virtual PDU: every protocol they have, and the ways to be refused.
import { execFile, spawnSync } from 'node:child_process'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeVirtualPdu, type VirtualPdu } from '#sim/pdu/virtual-pdu.ts'
import type { UsmUser } from '#sim/pdu/usm.ts'
import { VirtualClock } from '#sim/virtual-clock.ts'
import { authProtocols, type privProtocols } from '#core/rack.ts'
import { theirNames } from '../pdu/v3-users.ts'
import { rpdu2 } from './apc-oids.ts'

const missing = spawnSync('snmpget', ['-V']).error !== undefined
if (missing) console.log('skipped: the net-snmp tools are not installed')

const authPass = 'signed and delivered'
const privPass = 'sealed with a kiss'

type Pair = readonly [auth: (typeof authProtocols)[number], priv: (typeof privProtocols)[number]]
/** Each protocol once, and the keys that are too short for AES-256 stretched in both ways. */
const pairs: readonly Pair[] = [
  ...authProtocols.map(auth => [auth, 'aes'] as const),
  ...(['des', 'aes256b', 'aes256r'] as const).map(priv => ['sha256', priv] as const),
  ...(['aes256b', 'aes256r'] as const).flatMap(priv => [['md5', priv] as const, ['sha', priv] as const]),
]
const users: UsmUser[] = [
  { name: 'open', mayWrite: false },
  { name: 'signed', auth: { protocol: 'sha256', passphrase: authPass }, mayWrite: true },
  ...pairs.map(([auth, priv]) => ({
    name: `${auth}-${priv}`,
    auth: { protocol: auth, passphrase: authPass },
    priv: { protocol: priv, passphrase: privPass },
    mayWrite: true,
  })),
]

interface Ran {
  readonly out: string
  readonly failed: boolean
}

const run = (tool: string, ...args: string[]): Promise<Ran> =>
  new Promise(resolve =>
    execFile(tool, args, (error, stdout, stderr) => resolve({ out: stdout + stderr, failed: error !== null })),
  )

describe.skipIf(missing)('net-snmp tools in SNMPv3', () => {
  let pdu: VirtualPdu
  let clock: VirtualClock

  beforeEach(async () => {
    clock = new VirtualClock()
    pdu = makeVirtualPdu({
      ...{ clock, kind: 'rpdu2', serial: '5A1916E00388', name: 'rack7-a', outlets: 4, address: '127.0.0.1' },
      ...{ communityRead: 'public', communityWrite: 'private', users, loadWattsOf: () => 100 },
    })
    await pdu.open()
    await clock.advance(1_000_000)
  })
  afterEach(() => pdu.close())

  const ask = (user: string[], ...rest: string[]): Promise<Ran> =>
    run(rest.length > 1 ? 'snmpset' : 'snmpget', '-v3', '-t', '2', '-r', '0', ...user, `127.0.0.1:${pdu.port}`, ...rest)
  const signed = (name: string, pass: string): string[] => ['-u', name, '-l', 'authNoPriv', '-a', 'SHA-256', '-A', pass]
  const sealed = ([auth, priv]: Pair, pass = privPass): string[] => [
    ...[
      '-u',
      `${auth}-${priv}`,
      '-l',
      'authPriv',
      '-a',
      theirNames[auth],
      '-A',
      authPass,
      '-x',
      theirNames[priv],
      '-X',
      pass,
    ],
  ]
  const serial = `.${rpdu2.serial}`

  it.each(pairs)('read and switch with %s and %s', async (auth, priv) => {
    expect((await ask(sealed([auth, priv]), serial)).out).toContain('STRING: "5A1916E00388"')
    expect((await ask(sealed([auth, priv]), `.${rpdu2.command}.3`, 'i', '1')).out).toMatch(/INTEGER: 1$/m)
    await clock.advance(1500)
    expect(pdu.isLive(3)).toBe(true)
  })

  it('read without keys and with one, and may write as the user may', async () => {
    const open = ['-u', 'open', '-l', 'noAuthNoPriv']
    expect((await ask(open, serial)).out).toContain('5A1916E00388')
    expect((await ask(open, `.${rpdu2.command}.3`, 'i', '1')).out).toContain('noAccess')
    expect((await ask(signed('signed', authPass), serial)).out).toContain('5A1916E00388')
    expect((await ask(signed('signed', authPass), `.${rpdu2.command}.3`, 'i', '1')).failed).toBe(false)
  })

  it('walk as far as in v2c', async () => {
    const args = ['-On', '-Cr20']
    const at = `127.0.0.1:${pdu.port}`
    const secure = await run('snmpbulkwalk', '-v3', ...args, ...sealed(['sha256', 'aes']), at, '.1.3')
    const open = await run('snmpbulkwalk', '-v2c', '-c', 'public', ...args, at, '.1.3')
    const oidsIn = (text: string): string[] =>
      text.split('\n').flatMap(line => /^\.([\d.]+) = (?!No more variables)/.exec(line)?.[1] ?? [])
    expect(oidsIn(secure.out).length).toBeGreaterThan(4 * 40)
    expect(oidsIn(secure.out)).toEqual(oidsIn(open.out))
  })

  it('are told what is wrong', async () => {
    expect((await ask(signed('nobody', authPass), serial)).out).toContain('Unknown user name')
    expect((await ask(signed('signed', 'not the passphrase'), serial)).out).toContain('Authentication failure')
    expect((await ask(signed('sha256-aes', authPass), serial)).out).toContain('Unsupported security level')
    expect((await ask(sealed(['sha256', 'aes'], 'not the passphrase'), serial)).out).toContain('Decryption error')
    expect(pdu.sets).toEqual([])
  })

  it('find it again after it has restarted', async () => {
    expect((await ask(signed('signed', authPass), serial)).failed).toBe(false)
    pdu.reboot(0)
    expect((await ask(signed('signed', authPass), serial)).failed).toBe(false)
  })
})
