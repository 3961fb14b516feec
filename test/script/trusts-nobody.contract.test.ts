import { describe, expect, it } from 'vitest'
import { ProofDocument } from '#core/wire.ts'
import { relayNonceState, verifyProof } from '#main/keys/verify.ts'
import { machine, makeSite } from '../checkin/lab.ts'
import { sleepText, startMachine } from '../support/enlisting-machine.ts'
import { openScriptLab } from './with-server.ts'

const tells = { timeout: 180_000 }
const bootId = '2c1f0d3e-7a55-4f4b-9f0e-0b6f5d3c9a11'

describe('a machine whose script finds', () => {
  it.each(['python3', 'openssl'] as const)(
    'a server with another key sends it nothing and goes on, with a proof for MAAS to carry (%s)',
    tells,
    async interpreter => {
      const { makeKeyFile, imageOf, seen, secrets, server, clock } = await openScriptLab()
      const key = await makeKeyFile(undefined, (await makeSite(clock)).pin)
      const one = await startMachine({ identity: machine, stick: await imageOf(key), interpreter })
      const run = await one.run()
      expect(run).toMatchObject({ code: 0, result: '{status: passed}\n' })
      expect(server.counts()).toEqual({})
      expect([seen.judged, seen.rejected]).toEqual([[], []])
      const check = verifyProof(JSON.parse(run.stdout), {
        secretOf: kid => secrets.get(kid),
        nonceState: relayNonceState,
      })
      expect(check).toMatchObject({ digestRight: true, fresh: true, reasons: [], proof: { nonce: `boot:${bootId}` } })
      // Three rounds in which nobody answered, and no more.
      expect(run.seconds).toBeCloseTo(15, 1)
    },
  )

  it('a server that does not know the secret obeys no order of it', tells, async () => {
    const { makeKeyFile, imageOf, secrets, says, seen } = await openScriptLab()
    const key = await makeKeyFile()
    // It holds the pinned key, and yet not the secret that this machine has on its stick.
    secrets.set(key.kid, Buffer.alloc(32, 1))
    says.order = 'off'
    const programs = { poweroff: 'echo "went off" >&2', sleep: sleepText(45) }
    const stick = await imageOf(key)
    const one = await startMachine({ identity: machine, stick, interpreter: 'openssl', programs })
    const run = await one.run()
    expect(run.code).toBe(0)
    expect(run.stderr).toBe('')
    expect(JSON.parse(run.stdout)).toMatchObject({ nonce: `boot:${bootId}` })
    // It asked on for as long as a hold may last without a true word.
    expect(run.seconds).toBeCloseTo(300, 1)
    expect(new Set(seen.rejected.map(({ reason }) => reason))).toEqual(new Set(['badMac']))
    expect(seen.judged).toEqual([])
  })

  it('a session whose orders are no longer signed holds on, and gives up after five minutes', tells, async () => {
    const { makeKeyFile, imageOf, orderAfter, server, seen, says } = await openScriptLab()
    says.beatSeconds = 30
    const key = await makeKeyFile()
    orderAfter(1, 'off')
    const one = await startMachine({
      identity: machine,
      stick: await imageOf(key),
      interpreter: 'openssl',
      programs: {
        poweroff: 'echo "went off" >&2',
        // Somebody in between changes what the session is told.
        curl: `/usr/bin/env PATH=/usr/local/bin:/usr/bin:/bin curl "$@" | case "$*" in *beat*) sed 's/"mac":"./"mac":"x/' ;; *) cat ;; esac`,
      },
    })
    const run = await one.run()
    expect(run.code).toBe(0)
    expect(run.stderr).toBe('RACKLIGHT: accepted, take key out\n')
    expect(run.seconds).toBeGreaterThan(300)
    expect(run.seconds).toBeLessThan(300 + 33 + 2)
    expect(server.hearts.all()).toMatchObject([{ goodbye: 'continue' }])
    expect(seen.judged).toHaveLength(1)
  })

  it('an order to go off in a proved session says goodbye and goes off', tells, async () => {
    const { makeKeyFile, imageOf, orderAfter, heard } = await openScriptLab()
    const key = await makeKeyFile()
    orderAfter(2, 'off')
    const programs = { poweroff: 'echo "went off" >&2' }
    const one = await startMachine({ identity: machine, stick: await imageOf(key), programs })
    const run = await one.run()
    expect(run.stderr).toBe('RACKLIGHT: accepted, take key out\nwent off\n')
    expect(heard.byes).toMatchObject([{ reason: 'off' }])
    expect(ProofDocument.safeParse(JSON.parse(run.stdout)).success).toBe(true)
  })

  it('a true refusal says why on the console, and waits or goes on as it is told', tells, async () => {
    const { makeKeyFile, imageOf, says, seen } = await openScriptLab()
    const key = await makeKeyFile()
    let judged = 0
    says.judge = () =>
      Promise.resolve({
        verdict: 'rejected',
        reason: judged++ === 0 ? 'otherMachineHolds' : 'noWindow',
        sid: '',
        order: judged === 1 ? 'hold' : 'off',
      })
    const programs = { poweroff: 'echo "went off" >&2' }
    const one = await startMachine({ identity: machine, stick: await imageOf(key), programs })
    const run = await one.run()
    expect(run.stderr).toBe('RACKLIGHT: not accepted (noWindow)\n')
    expect(JSON.parse(run.stdout)).toMatchObject({ nonce: `boot:${bootId}` })
    expect(seen.rejected.map(({ reason }) => reason)).toEqual(['otherMachineHolds', 'noWindow'])
    expect(run.seconds).toBeCloseTo(5, 1)
  })
})

describe('a machine without a key', () => {
  it.each([
    ['strict', 1, 'failed'],
    ['watch', 0, 'skipped'],
  ] as const)('waits 20 s for one, and under %s ends with %i', tells, async (policy, code, status) => {
    const one = await startMachine({ identity: machine, stick: null, policy })
    const run = await one.run()
    expect(run).toMatchObject({ code, result: `{status: ${status}}\n`, stderr: 'RACKLIGHT: insert key\n' })
    expect(JSON.parse(run.stdout)).toMatchObject({ proof: null, reason: 'noKey', uuid: machine.uuid, policy })
    expect(run.seconds).toBeCloseTo(20, 1)
  })

  it('takes a key that comes while it waits, and cannot prove without a UUID', tells, async () => {
    const { makeKeyFile, imageOf, says, seen } = await openScriptLab()
    says.order = 'continue'
    const image = await imageOf(await makeKeyFile())
    const late = {
      sleep: `n=$(cat $RACKLIGHT_ROOT/slept 2>/dev/null)\necho $n. >$RACKLIGHT_ROOT/slept\n[ "$n" = .. ] && /bin/ln -s ${image} $RACKLIGHT_ROOT/dev/disk/by-label/ENLISTKEY\nexit 0`,
    }
    const run = await (
      await startMachine({ identity: machine, stick: null, policy: 'strict', programs: late, interpreter: 'openssl' })
    ).run()
    expect(run).toMatchObject({ code: 0, stderr: 'RACKLIGHT: insert key\nRACKLIGHT: accepted, take key out\n' })
    expect(seen.judged).toHaveLength(1)
    const nobody = await startMachine({ identity: { ...machine, uuid: '' }, stick: image, policy: 'strict' })
    expect(await nobody.run()).toMatchObject({ code: 1, result: '{status: failed}\n' })
    expect(seen.judged).toHaveLength(1)
  })
})
