import { createHash, createHmac } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { canonicalText, ProofDocument } from '#core/wire.ts'
import { machine } from '../checkin/lab.ts'
import { loaders } from '../keys/imaged.ts'
import { inScript, interpreterLacks, interpreters, startMachine } from '../support/enlisting-machine.ts'
import { openScriptLab } from './with-server.ts'

const proofIn = (stdout: string): ProofDocument => {
  expect(stdout.trimEnd().split('\n')).toHaveLength(1)
  return ProofDocument.parse(JSON.parse(stdout))
}

const tells = { timeout: 180_000 }

describe('the enlisting script', () => {
  for (const interpreter of interpreters) {
    const lacks = interpreterLacks(interpreter)
    if (lacks !== null) console.log(`The script is not tried with ${interpreter}: ${lacks}.`)
    it.skipIf(lacks !== null)(`proves, beats, holds and goes on when told, with ${interpreter}`, tells, async () => {
      const { makeKeyFile, imageOf, orderAfter, seen, heard, server, site } = await openScriptLab()
      const key = await makeKeyFile()
      orderAfter(3, 'continue')
      const programs = { ipmitool: 'echo "$*" >>$RACKLIGHT_ROOT/lamp' }
      const one = await startMachine({ identity: machine, stick: await imageOf(key), interpreter, programs })
      await writeFile(join(one.root, 'dev', 'ipmi0'), '')
      const run = await one.run()
      expect(run).toMatchObject({ code: 0, result: '{status: passed}\n' })
      const proof = proofIn(run.stdout)
      expect(proof).toMatchObject({ ...machine, kid: key.kid, uptimeMs: 61_000, facts: { digests: interpreter } })
      expect(seen.judged.map(({ proof: judged }) => judged)).toEqual([proof])
      expect(heard.byes).toMatchObject([{ reason: 'continue' }])
      expect(server.hearts.all()).toMatchObject([{ proved: true, n: 4, goodbye: 'continue' }])
      // Beats at the server's two seconds, a tenth more or less, and three reads of the stick.
      const beats = run.slept.filter(seconds => seconds !== 0.4)
      expect(beats).toHaveLength(3)
      expect(Math.min(...beats)).toBeGreaterThanOrEqual(1.8)
      expect(Math.max(...beats)).toBeLessThanOrEqual(2.2)
      expect(run.slept).toHaveLength(3 + 3)
      expect(await one.console()).toBe('RACKLIGHT: accepted, take key out\n')
      const bursts = [...run.started.matchAll(/bs=65536 count=16 skip=(\d+)/g)].map(([, skip]) => Number(skip))
      expect([...new Set(bursts)]).toEqual([0, 16, 32])
      expect(await readFile(join(one.root, 'lamp'), 'utf8')).toBe('chassis identify 30\n')
      expect(heard.bugs).toEqual([])

      const secret = Buffer.from(key.secret, 'base64url')
      for (const told of [key.secret, secret.toString('hex'), secret.toString('base64')])
        expect(run.started.toLowerCase()).not.toContain(told.toLowerCase())
      expect(run.started).toContain(interpreter === 'python3' ? 'python3 -I -c' : `--pinnedpubkey ${site.pin}`)
    })
  }

  it('computes the same digests in every way, whatever the key and the text', tells, async () => {
    const texts = ['', 'ek1|K3F|x', 'é'.repeat(200), `${'long '.repeat(60)}end`]
    const keys = [Buffer.alloc(32), Buffer.alloc(32, 0xff), createHash('sha256').update('any').digest()]
    const cases = keys.flatMap(key => texts.map(text => ({ key, text })))
    const ways = interpreters.filter(way => interpreterLacks(way) === null)
    const asked = cases.map(({ key, text }) => `${key.toString('base64url')} ${text}`).join('\n')
    const said = await inScript(
      `while IFS= read -r line; do for with in ${ways.join(' ')}; do
        secret=$(unbase64url "\${line%% *}"); printf '%s %s %s\\n' "$with" "$secret" "$(keyed "$secret" "\${line#* }")"
      done; done`,
      `${asked}\n`,
    )
    const wanted = cases.flatMap(({ key, text }) =>
      ways.map(way => `${way} ${key.toString('hex')} ${createHmac('sha256', key).update(text).digest('hex')}`),
    )
    expect(said.trimEnd().split('\n')).toEqual(wanted)
  })

  it.each([
    ['16 MiB', 16, null],
    ['64 MiB', 64, null],
    ['16 MiB from which firmware starts', 16, loaders],
  ] as const)('reads the key from the bytes of an image of %s', tells, async (_what, sizeMiB, boot) => {
    const { makeKeyFile, imageOf, says, seen } = await openScriptLab()
    says.order = 'continue'
    const key = await makeKeyFile()
    const one = await startMachine({
      identity: machine,
      stick: await imageOf(key, sizeMiB, boot),
      interpreter: 'openssl',
    })
    const run = await one.run()
    expect(run.code).toBe(0)
    expect(seen.judged).toMatchObject([{ proof: { kid: key.kid } }])
    expect(run.started).not.toMatch(/^mount/m)
  })

  it(
    'signs what DMI says, in lower case, sorted, trimmed, and nothing that cannot stand in a proof',
    tells,
    async () => {
      const { makeKeyFile, imageOf, says, seen } = await openScriptLab()
      says.order = 'continue'
      const key = await makeKeyFile()
      const stick = await imageOf(key)
      const macs = ['AC:1F:6B:00:00:02', '0C:C4:7A:00:00:01']
      const speak = async (serial: string): Promise<string> => {
        const identity = { uuid: machine.uuid.toUpperCase(), macs, serial }
        expect((await (await startMachine({ identity, stick, interpreter: 'openssl' })).run()).code).toBe(0)
        const proof = seen.judged.at(-1)?.proof
        if (!proof) throw new Error('no proof came')
        expect(proof).toMatchObject({ uuid: machine.uuid, macs: ['0c:c4:7a:00:00:01', 'ac:1f:6b:00:00:02'] })
        const secret = Buffer.from(key.secret, 'base64url')
        expect(proof.hmac).toBe(createHmac('sha256', secret).update(canonicalText(proof)).digest('hex'))
        return proof.serial
      }
      expect(await speak('  S 1/"\\x  ')).toBe('S 1/"\\x')
      expect(await speak('a|b')).toBe('')
      expect(await speak('')).toBe('')
    },
  )
})
