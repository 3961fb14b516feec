import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SnmpAgent } from '#sim/pdu/agent.ts'
import { answer } from '#sim/pdu/answer.ts'
import { agentKnobs } from '#sim/pdu/knobs.ts'
import { MibTree, type Cell } from '#sim/pdu/mib-tree.ts'
import { encodeMessage } from '#sim/pdu/snmp-message.ts'
import { text } from '#sim/pdu/snmp-value.ts'
import { VirtualClock } from '#sim/virtual-clock.ts'
import { failureOf, makeClient, types, type Client } from './snmp-client.ts'

const table = '1.3.6.1.4.1.99999.1'
const rows = 12

/** A table of four columns: number, text, a writable number below 10, a long text. */
function makeCells(written: number[]): Cell[] {
  return Array.from({ length: rows }, (_, at) => String(at + 1)).flatMap(index => [
    { object: `${table}.1`, index, type: 'integer', read: () => ({ type: 'integer', value: Number(index) }) },
    { object: `${table}.2`, index, type: 'string', read: () => text(`row ${index}`) },
    {
      object: `${table}.3`,
      index,
      type: 'integer',
      read: () => ({ type: 'integer', value: 0 }),
      check: value => (value.type === 'integer' && value.value < 10 ? null : 'wrongValue'),
      write: value => void (value.type === 'integer' && written.push(value.value)),
    },
    { object: `${table}.4`, index, type: 'string', read: () => text('x'.repeat(200)) },
  ])
}

describe('SNMP agent', () => {
  const clock = new VirtualClock()
  let written: number[]
  let agent: SnmpAgent
  let knobs: ReturnType<typeof agentKnobs>
  let clients: Client[]
  const client = (options: Partial<Parameters<typeof makeClient>[0]> = {}): Client => {
    const made = makeClient({ port: agent.port, ...options })
    clients.push(made)
    return made
  }

  beforeEach(async () => {
    written = []
    clients = []
    knobs = agentKnobs()
    agent = new SnmpAgent({
      clock,
      tree: new MibTree(makeCells(written)),
      knobs,
      address: '127.0.0.1',
      communityRead: 'public',
      communityWrite: 'private',
    })
    await agent.open()
  })

  afterEach(async () => {
    clients.forEach(each => each.close())
    await agent.close()
  })

  it('tells a missing row from a missing object in v2c, and fails the whole request in v1', async () => {
    const [row, object, there] = await client().get(`${table}.1.99`, '1.3.6.1.4.1.99999.7.1', `${table}.1.2`)
    expect([row?.type, object?.type, there?.value]).toEqual([types.NoSuchInstance, types.NoSuchObject, 2])
    expect(await failureOf(client({ version: '1' }).get(`${table}.1.1`, `${table}.1.99`))).toBe(2)
  })

  it('ends a walk with endOfMibView in v2c and with noSuchName in v1', async () => {
    const last = `${table}.4.${rows}`
    const [end] = await client().getNext(last)
    expect([end?.type, end?.oid]).toEqual([types.EndOfMibView, last])
    expect(await failureOf(client({ version: '1' }).getNext(last))).toBe(2)
    expect(await client({ version: '1' }).walk(table)).toHaveLength(4 * rows)
  })

  it('answers a bulk of four columns by twelve rows in full where it fits', async () => {
    const columns = [1, 2, 3].map(column => `${table}.${column}`)
    const answered = await client().getBulk(columns, 0, rows)
    expect(answered.map(column => column.length)).toEqual([rows, rows, rows])
    expect(answered.map(column => column.at(-1)?.oid)).toEqual(columns.map(column => `${column}.${rows}`))
    expect(agent.requests).toMatchObject({ getBulk: 1, get: 0, getNext: 0, set: 0 })
  })

  it('answers non-repeaters once and the rest by repetition', async () => {
    const [once, one, two] = await client().getBulk([`${table}.2`, `${table}.1`, `${table}.3`], 1, 3)
    expect(once?.map(each => each.value)).toEqual(['row 1'])
    expect(one?.map(each => each.value)).toEqual([1, 2, 3])
    expect(two?.map(each => each.oid)).toEqual([1, 2, 3].map(row => `${table}.3.${row}`))
  })

  it('cuts a bulk at the size of one packet instead of failing', async () => {
    const [column] = await client().getBulk([`${table}.4`], 0, rows)
    expect(column?.length).toBeGreaterThanOrEqual(5)
    expect(column?.length).toBeLessThan(rows)
    expect(await client().walk(`${table}.4`)).toHaveLength(rows)
  })

  it('fills a bulk as far as the packet goes and never beyond', () => {
    const tree = new MibTree(makeCells([]))
    for (let maxMessageBytes = 60; maxMessageBytes < 1600; maxMessageBytes += 7) {
      const response = answer(
        {
          version: '2c',
          community: 'public',
          kind: 'getBulk',
          requestId: 1,
          errorStatus: 0,
          errorIndex: rows,
          varbinds: [1, 2, 3, 4].map(column => ({ oid: `${table}.${column}`, value: { type: 'null' } })),
        },
        { tree, knobs, mayWrite: false, maxMessageBytes, recordSet: () => {} },
      )
      if (!response) throw new Error('no response')
      const sizeBytes = encodeMessage(response).length
      expect(sizeBytes).toBeLessThanOrEqual(maxMessageBytes)
      // The longest varbind of this table has 222 bytes.
      expect(sizeBytes).toBeGreaterThan(maxMessageBytes - 230)
    }
  })

  it('answers tooBig when the answer to a GET does not fit, or more varbinds are asked than it takes', async () => {
    const long = Array.from({ length: rows }, (_, at) => `${table}.4.${at + 1}`)
    expect(await failureOf(client().get(...long))).toBe(1)
    expect(await client().get(...long.slice(0, 5))).toHaveLength(5)
    knobs.maxVarbinds = 2
    expect(await failureOf(client().get(`${table}.1.1`, `${table}.1.2`, `${table}.1.3`))).toBe(1)
    expect(await failureOf(client({ version: '1' }).get(`${table}.1.1`, `${table}.1.2`, `${table}.1.3`))).toBe(1)
    expect(await client().get(`${table}.1.1`, `${table}.1.2`)).toHaveLength(2)
  })

  it.each([
    ['a read-only object', `${table}.1.1`, 1, 17, 2],
    ['a row that is not there', `${table}.3.99`, 1, 11, 2],
    ['an object that is not there', '1.3.6.1.4.1.99999.7.1', 1, 17, 2],
    ['the wrong type', `${table}.3.1`, 'on', 7, 3],
    ['a value it does not know', `${table}.3.1`, 10, 10, 3],
  ])('refuses a SET of %s with the error each version has for it', async (_, oid, value, v2c, v1) => {
    expect(await failureOf(client().set(oid, value))).toBe(v2c)
    expect(await failureOf(client({ version: '1' }).set(oid, value))).toBe(v1)
    expect(written).toEqual([])
    expect(agent.sets.map(each => [each.oid, each.value])).toEqual([
      [oid, value],
      [oid, value],
    ])
    expect(agent.sets.map(each => each.outcome)).not.toContain('noError')
  })

  it('applies nothing of a SET when one of its varbinds is refused', async () => {
    const good = { oid: `${table}.3.1`, type: types.Integer, value: 4 }
    expect(await failureOf(client().setAll([good, { ...good, oid: `${table}.1.1` }]))).toBe(17)
    expect(written).toEqual([])
    await client().setAll([good, { ...good, oid: `${table}.3.2`, value: 5 }])
    expect(written).toEqual([4, 5])
  })

  it('lets the read community read and not write', async () => {
    const reader = client({ community: 'public' })
    expect((await reader.get(`${table}.1.1`))[0]?.value).toBe(1)
    expect(await failureOf(reader.set(`${table}.3.1`, 1))).toBe(6)
    expect(await failureOf(client({ community: 'public', version: '1' }).set(`${table}.3.1`, 1))).toBe(2)
    expect(written).toEqual([])
  })

  it('meets a wrong community and a broken packet with silence', async () => {
    expect(await failureOf(client({ community: 'guess', timeoutMs: 100 }).get(`${table}.1.1`))).toBe(
      'RequestTimedOutError',
    )
    const socket = createSocket('udp4')
    socket.send(Buffer.from('30ff', 'hex'), agent.port, '127.0.0.1')
    await client().get(`${table}.1.1`)
    socket.close()
    await once(socket, 'close')
    expect(agent.requests).toMatchObject({ ignored: 2, get: 1 })
  })

  it('is mute in v2c when it knows only v1', async () => {
    knobs.v1Only = true
    expect(await failureOf(client({ timeoutMs: 100 }).get(`${table}.1.1`))).toBe('RequestTimedOutError')
    expect((await client({ version: '1' }).get(`${table}.1.1`))[0]?.value).toBe(1)
  })

  it('can fail at GETBULK alone, by silence or by a single varbind', async () => {
    knobs.brokenBulk = 'silent'
    expect(await failureOf(client({ timeoutMs: 100 }).getBulk([table], 0, 5))).toBe('RequestTimedOutError')
    expect(await client().getNext(table)).toHaveLength(1)
    knobs.brokenBulk = 'single'
    expect((await client().getBulk([table], 0, 5)).flat()).toHaveLength(1)
  })

  it('can walk in a circle', async () => {
    knobs.repeatOid = true
    const [first] = await client().getNext(table)
    const [second] = await client().getNext(first?.oid ?? '')
    expect(second?.oid).toBe(first?.oid)
  })

  it('can answer garbage, which the client reports as no answer', async () => {
    knobs.garbage = true
    expect(await failureOf(client({ timeoutMs: 100 }).get(`${table}.1.1`))).toBe('RequestTimedOutError')
    expect(agent.requests.get).toBe(1)
  })

  it('refuses every SET with the error asked for, in the words of the version', async () => {
    knobs.refuse = 'resourceUnavailable'
    expect(await failureOf(client().set(`${table}.3.1`, 1))).toBe(13)
    expect(await failureOf(client({ version: '1' }).set(`${table}.3.1`, 1))).toBe(5)
    knobs.refuse = false
    knobs.readOnly = true
    expect(await failureOf(client().set(`${table}.3.1`, 1))).toBe(6)
    expect(written).toEqual([])
  })

  it('keeps its port over close and open, and says when the port is taken', async () => {
    const { port } = agent
    await agent.close()
    await agent.close()
    await agent.open()
    expect(agent.port).toBe(port)
    const second = new SnmpAgent({
      clock,
      tree: new MibTree([]),
      knobs,
      address: '127.0.0.1',
      port,
      communityRead: 'public',
      communityWrite: 'private',
    })
    await expect(second.open()).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })
})
