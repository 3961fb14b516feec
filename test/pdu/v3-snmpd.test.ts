// Our SNMPv3 against an agent that others wrote: snmpd of net-snmp, on a loopback port with a configuration of its own.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { SnmpUser } from '#core/rack.ts'
import { systemClock } from '#main/engine/system-clock.ts'
import { openSession, type Session } from '#main/pdu/session.ts'
import { authKey, authNoPriv, authPriv, everyUser, noAuth, privKey, theirNames } from './v3-users.ts'

const path = `${process.env['PATH']}:/usr/sbin`
const missing = spawnSync('snmpd', ['-v'], { env: { PATH: path } }).error !== undefined
if (missing) console.log('skipped: snmpd is not installed')

const sysContact = '1.3.6.1.2.1.1.4.0'
const sysName = '1.3.6.1.2.1.1.5.0'

const configured = ({ user, authProtocol, privProtocol }: SnmpUser): string => {
  const auth = authProtocol ? ` ${theirNames[authProtocol]} "${authKey}"` : ''
  const priv = privProtocol ? ` ${theirNames[privProtocol]} "${privKey}"` : ''
  return `createUser ${user}${auth}${priv}\nrwuser ${user} ${priv ? 'priv' : auth ? 'auth' : 'noauth'}`
}

const freePort = async (): Promise<number> => {
  const socket = createSocket('udp4').bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const { port } = socket.address()
  await new Promise<void>(resolve => socket.close(resolve))
  return port
}

describe.skipIf(missing)('SNMPv3 with snmpd', () => {
  let dir: string
  let port: number
  let daemon: ChildProcess
  const open: Session[] = []

  const speak = (v3: SnmpUser, readRetries = 0): Session => {
    const access = { address: { host: '127.0.0.1', port }, version: '3', community: '', v3 } as const
    const session = openSession(access, '3', {
      clock: systemClock,
      timeouts: { readTimeoutMs: 1000, readRetries, setTimeoutMs: 3000 },
    })
    open.push(session)
    return session
  }

  const start = async (): Promise<void> => {
    daemon = spawn('snmpd', ['-f', '-Ln', '-C', '-c', join(dir, 'snmpd.conf'), `udp:127.0.0.1:${port}`], {
      env: { PATH: path, SNMP_PERSISTENT_DIR: join(dir, 'kept'), MIBS: '' },
      stdio: 'ignore',
    })
    const until = performance.now() + 15_000
    while (!(await speak(noAuth).get([sysName])).ok)
      if (performance.now() > until || daemon.exitCode !== null) throw new Error('snmpd does not answer')
  }
  const stop = async (): Promise<void> => {
    const ended = once(daemon, 'exit')
    daemon.kill('SIGTERM')
    await ended
  }

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'racklight-snmpd-'))
    port = await freePort()
    await writeFile(join(dir, 'snmpd.conf'), ['sysName rack7-a', ...everyUser.map(configured)].join('\n') + '\n')
    await start()
  }, 30_000)
  afterEach(() => open.splice(0).forEach(session => session.close()))
  afterAll(async () => {
    await stop()
    await rm(dir, { recursive: true, force: true })
  })

  it.each(everyUser.map(user => [user.user, user] as const))('reads as %s', async (_, user) => {
    const answer = await speak(user).get([sysName])
    expect(answer).toMatchObject({ ok: true, value: [{ value: { bytes: Buffer.from('rack7-a') } }] })
  })

  it.each([
    ['an unknown user', { ...authPriv('sha256', 'aes'), user: 'nobody' }, 'denied', /no SNMPv3 user/],
    ['a wrong authentication key', { ...authNoPriv('sha256'), authKey: 'auth-pass-2' }, 'denied', /authentication key/],
    ['a level too high', { ...authPriv('sha256', 'aes'), user: 'sha256' }, 'denied', /security level/],
    ['a wrong DES key', { ...authPriv('sha256', 'des'), privKey: 'priv-pass-2' }, 'timeout', /falls silent/],
    ['a wrong AES key', { ...authPriv('sha256', 'aes'), privKey: 'priv-pass-2' }, 'timeout', /falls silent/],
  ] as const)('hears about %s', async (_, user, kind, words) => {
    const answer = await speak(user).get([sysName])
    expect(answer).toMatchObject({
      ok: false,
      fault: { kind, detail: expect.stringMatching(words) },
    })
    expect(JSON.stringify(answer)).not.toContain('-pass-')
  })

  it('hears that it may not write', async () => {
    const answer = await speak(authPriv('sha', 'aes')).set({ oid: sysContact, type: 'Integer', value: 1 })
    expect(answer).toMatchObject({ ok: false, fault: { detail: expect.stringMatching(/wrongType|notWritable/) } })
  })

  it('goes on after the agent has restarted', async () => {
    const session = speak(authPriv('sha256', 'aes'), 2)
    expect((await session.get([sysName])).ok).toBe(true)
    await stop()
    await start()
    expect((await session.get([sysName])).ok).toBe(true)
  }, 30_000)
})
