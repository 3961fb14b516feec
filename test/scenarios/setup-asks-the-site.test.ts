import { afterEach, expect, it } from 'vitest'
import type { Gauges } from '#ipc/contract.ts'
import type { Check, FoundPdus } from '#ipc/setup.ts'
import { siteCalls } from '#main/site/calls.ts'
import { by, openTestRack, type TestRack } from '../support/rack.ts'

let rack: TestRack
afterEach(() => rack.close())

const asking = () => {
  const calls = siteCalls(rack.site())
  return async <T>(name: string, ask: unknown): Promise<T> => {
    const answered = await calls(name, ask, by)
    if (!answered.ok) throw new Error(answered.fault.detail)
    return answered.value as T
  }
}

const works = (): Gauges['work'][] => {
  const heard: Gauges['work'][] = []
  rack.site().listen({ onGauges: ({ work }) => heard.push(work) })
  return heard
}

it('finds PDUs in a network with progress, knows those that it has, and tells no secret', async () => {
  rack = await openTestRack({ outlets: 2 })
  const call = asking()
  const [pdu] = rack.bench.pdus
  if (!pdu) throw new Error('no PDU')
  const { address, port } = pdu.pdu
  const heard = works()
  const entry = { port, version: 'any', community: pdu.community }
  const asked = { where: `${address}/32`, entry }
  const found = await call<{ ok: true; value: FoundPdus }>('findPdus', asked)
  expect(found).toMatchObject({ ok: true, value: { asked: 1, addresses: 1, unread: [] } })
  expect(found.value.pdus).toMatchObject([{ known: pdu.name, proposed: null, probe: { address: { host: address } } }])
  expect(JSON.stringify(found)).not.toContain(pdu.community)
  await rack.clock.advance(1_000)
  expect(heard.at(-1)).toBeNull()

  expect(await call('findPdus', { ...asked, where: '10.0.0.0/8' })).toMatchObject({
    ok: false,
    fault: { detail: '/8 are too many addresses to ask one by one; a /20 at most' },
  })
  await rack.site().engine.submit({ kind: 'forgetPdu', pdu: rack.ref(1).pdu, by })
  const anew = await call<{ value: FoundPdus }>('findPdus', asked)
  expect(anew.value.pdus).toMatchObject([{ known: null, proposed: 'pdu-1' }])
})

it('writes a name, lists what is on, and shows what banks carry as a gauge', async () => {
  rack = await openTestRack({ outlets: 4 })
  const call = asking()
  const ref = rack.ref(2)
  expect(await call('nameOutlet', { ...ref, text: 'ceph-3 left' })).toMatchObject({ value: { after: 'ceph-3 left' } })
  expect(rack.state().pdus[ref.pdu]?.outlets['2']?.facts.name).toBe('ceph-3 left')
  expect(await call('nameOutlet', { ...ref, text: 'Zürich' })).toMatchObject({ ok: false })
  expect(rack.of('outletNamed')).toMatchObject([{ outlet: '2', after: 'ceph-3 left', by }])

  const on = Object.values(rack.state().pdus[ref.pdu]?.outlets ?? {}).filter(({ state }) => state === 'on')
  const listed = await call<{ value: { outlets: object[] } }>('listOn', { pdu: ref.pdu })
  expect(listed.value.outlets).toHaveLength(on.length)
  const { loads, pdus } = rack.site().gauges()
  expect(pdus[ref.pdu]?.at).toBe(rack.clock.now())
  expect(loads[ref.pdu]?.loads).toEqual(rack.state().pdus[ref.pdu]?.loads)
  expect(rack.sets()).toEqual(['A-2 ? ceph-3 left'])
  // A page that is left open reads on and on; the journal hears of news alone.
  const { head } = rack.state()
  for (let i = 0; i < 3; i++) expect(await call('readPdu', { pdu: ref.pdu })).toMatchObject({ ok: true })
  expect(rack.state().head).toBe(head)
})

it('examines everything that a run needs, and the engine counts as its own', async () => {
  rack = await openTestRack({ outlets: 2 })
  const { value: checks } = await asking()<{ value: Check[] }>('examine', null)
  const names = checks.map(({ name }) => name)
  expect(names.slice(0, 4)).toEqual(['data folder', 'engine', 'vault', 'journal'])
  expect(names).toEqual(expect.arrayContaining(['MAAS', 'keys', 'policy', 'check-in', 'canaries']))
  const ofPdu = checks.find(({ name }) => name === `PDU ${rack.bench.pdus[0]?.name}`)
  expect(ofPdu?.message).toMatch(/^It answers within \d+ ms and is the one that was added\.$/)
  expect(checks.filter(({ ok, mend }) => !ok && mend === '')).toEqual([])
})
