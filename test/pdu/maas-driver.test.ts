// MAAS's drivers have fixed ideas; a PDU is called drivable only when its own question was answered.
import { afterEach, expect, it } from 'vitest'
import type { PduAccess } from '#core/ports.ts'
import { systemClock } from '#main/engine/system-clock.ts'
import { apcRpdu2 } from '#main/pdu/families/apc-rpdu2.ts'
import { apcRpdu } from '#main/pdu/families/apc-rpdu.ts'
import { maasDriverOf } from '#main/pdu/maas-driver.ts'
import type { MaasQuestion } from '#main/pdu/maas-driver.ts'
import { makePduPort } from '#main/pdu/port.ts'
import { makeVirtualPdu } from '#sim/pdu/virtual-pdu.ts'

const options = { clock: systemClock, timeouts: { readTimeoutMs: 250, readRetries: 0, setTimeoutMs: 250 } }
const standard: PduAccess = { address: { host: '127.0.0.161', port: 161 }, version: '2c', community: 'private' }
const question: MaasQuestion = { access: standard, family: apcRpdu2, has: () => true, units: [1, 1], firstOutlet: 1 }

const open: { close(): Promise<void> }[] = []
afterEach(async () => void (await Promise.all(open.splice(0).map(each => each.close()))))

it.each<[string, Partial<MaasQuestion>, RegExp]>([
  ['another port', { access: { ...standard, address: { host: '127.0.0.1', port: 1161 } } }, /port 161.*1161/],
  ['another community', { access: { ...standard, community: 'hidden-one' } }, /community "private"/],
  ['SNMPv3 alone', { access: { ...standard, version: '3', v3: { user: 'u' } } }, /SNMPv1 only/],
  ['outlets of a second unit', { units: [1, 2] }, /unit 2/],
  ['no table that MAAS knows', { has: () => false }, /no power driver/],
  ['no outlets', { firstOutlet: undefined }, /no outlets/],
])('a PDU with %s is not drivable by MAAS, and the reason is said', async (_, difference, reason) => {
  const driver = await maasDriverOf({ ...question, ...difference }, options)
  expect(driver.drivable).toBe(false)
  expect(driver.reasons.join(' ')).toMatch(reason)
  expect(JSON.stringify(driver)).not.toContain('hidden-one')
})

it('the table MAAS would use is named, the newer of two', async () => {
  const oldest = await maasDriverOf(
    { ...question, family: apcRpdu, has: column => column.mib === 'sPDUOutletCtl' },
    options,
  )
  expect(oldest.parameters).toMatchObject({ pdu_type: 'MASTERSWITCH', power_address: '127.0.0.161' })
  expect((await maasDriverOf(question, options)).parameters).toMatchObject({ pdu_type: 'RPDU' })
})

it('a PDU on the standard port counts as drivable once it has answered as MAAS asks, and not before', async context => {
  const pdu = makeVirtualPdu({
    clock: systemClock,
    kind: 'rpdu2',
    serial: 'ZA161',
    name: 'standard',
    outlets: 4,
    communityRead: 'public',
    communityWrite: 'private',
    address: standard.address.host,
    port: 161,
    loadWattsOf: () => 0,
  })
  const refused = await pdu.open().then(
    () => undefined,
    (error: NodeJS.ErrnoException) => error.code,
  )
  if (refused) {
    console.warn(`skipped: port 161 of a loopback address cannot be opened here (${refused})`)
    return context.skip()
  }
  open.push(pdu)
  const port = makePduPort(options)
  const probe = await port.probe(standard)
  expect(probe.ok && probe.value.facts.maas).toMatchObject({ drivable: true, reasons: [] })
  await pdu.close()
  expect(await maasDriverOf(question, options)).toMatchObject({
    drivable: false,
    reasons: [expect.stringContaining('does not answer the question MAAS asks')],
  })
})
