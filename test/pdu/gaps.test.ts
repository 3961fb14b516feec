import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fault, ok } from '#core/fault.ts'
import { readAroundGaps } from '#main/pdu/gaps.ts'
import { compareOids, missing } from '#main/pdu/snmp-value.ts'
import { int } from './scripted-session.ts'

const column = '1.3.6.1.4.1.9999.1'

/** An SNMPv1 agent: the first missing instance fails the request, and is named if the agent is a good one. */
function agent(present: readonly number[], names: boolean) {
  const oids = present.map(row => `${column}.${row}`).sort(compareOids)
  let requests = 0
  const answer = (find: (oid: string) => string | undefined) => async (asked: readonly string[]) => {
    requests++
    const found = asked.map(oid => ({ asked: oid, oid: find(oid) }))
    const gap = found.find(each => each.oid === undefined)
    if (!gap) return ok(found.map(({ oid = '' }) => ({ oid, value: int(Number(oid.split('.').at(-1))) })))
    const { fault: reason } = fault('io', 'here', 'noSuchName')
    return { ok: false as const, fault: { reason, status: 2, oid: names ? gap.asked : '' } }
  }
  return {
    requests: () => requests,
    get: answer(oid => oids.find(other => other === oid)),
    getNext: answer(oid => oids.find(other => compareOids(other, oid) > 0)),
  }
}

const rows = fc.uniqueArray(fc.nat(30), { maxLength: 20 })

it('what an SNMPv1 agent has is read, what it has not is missing, named or not', async () => {
  await fc.assert(
    fc.asyncProperty(rows, rows, fc.boolean(), async (present, asked, names) => {
      const oids = asked.map(row => `${column}.${row}`)
      const result = await readAroundGaps(agent(present, names).get, oids, false)
      const expected = asked.map(row => ({
        oid: `${column}.${row}`,
        value: present.includes(row) ? int(row) : missing,
      }))
      expect(result).toEqual(ok(expected))
    }),
  )
})

it('the end of the tree costs an SNMPv1 walk one request, not one for each OID past it', async () => {
  const v1 = agent([1, 2, 3], true)
  const asked = Array.from({ length: 16 }, (_, row) => `${column}.${row}`)
  const result = await readAroundGaps(v1.getNext, asked, true)
  expect(result.ok && result.value.map(({ value }) => value.kind)).toEqual([
    ...Array<string>(3).fill('number'),
    ...Array<string>(13).fill('missing'),
  ])
  expect(v1.requests()).toBe(2)
})

it('any other failure stays one', async () => {
  const reason = fault('io', 'here', 'genErr').fault
  const broken = async () => ({ ok: false as const, fault: { reason, status: 5, oid: '' } })
  expect(await readAroundGaps(broken, [column], false)).toEqual({ ok: false, fault: reason })
})
