import { createServer, type AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { seenToken } from '#main/checkin/session.ts'
import { secretNames } from '#main/site/files.ts'
import { by, must, openTestRack, type TestRack } from '../support/rack.ts'

let rack: TestRack
afterEach(() => rack.close())

const freePort = (): Promise<number> =>
  new Promise(resolve => {
    const server = createServer()
    server.listen(0, () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })

it('plain HTTP is open while a key that firmware starts from is in use, takes hints alone, and lets firmware go', async () => {
  const hintPort = await freePort()
  rack = await openTestRack({ outlets: 1, feeds: 1, seed: 5, settings: { hintPort } })
  const { checkInHost } = must(rack.site().settings.get())
  const [kid = ''] = rack.sticks.keys()
  const secret = Buffer.from(rack.site().vault.get(secretNames.key(kid)) ?? '', 'base64url')
  const { uuid, macs, serial } = rack.hands.machine(1).machine.identity
  const said = new URLSearchParams({ kid, token: seenToken(secret, kid), uuid, mac: macs[0] ?? '', serial })
  const ask = (path: string): Promise<number | null> =>
    rack.clock.io(
      fetch(`http://${checkInHost}:${hintPort}${path}`).then(
        answer => answer.status,
        () => null,
      ),
    )

  await rack.start()
  await rack.until('outletSwitched')
  expect(await ask('/v1/seen')).toBeNull()

  await rack.site().engine.submit({ kind: 'keyStamped', kid, target: 'K.img', hints: true })
  await rack.clock.quiet()
  expect(await ask(`/v1/seen?${said.toString()}`)).toBe(410)
  expect(await ask(`/v1/seen?${said.toString()}`)).toBe(410)
  expect(await ask('/v1/hello')).toBe(404)
  await rack.clock.quiet()
  expect(rack.of('hintHeard')).toMatchObject([{ kid, uuid, serial }])
  expect(rack.state().machines).toEqual({})

  await rack.tell({ kind: 'revokeKey', kid, by })
  await rack.clock.quiet()
  expect(await ask('/v1/seen')).toBeNull()
  await rack.tell({ kind: 'makeSafe', by })
})
