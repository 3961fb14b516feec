// Spoilt keys, hellos, proofs and beats: none is accepted, none counts as a beat, and nothing breaks.
// RACKLIGHT_FUZZ_WORDS says how many, RACKLIGHT_FUZZ_SEED repeats a run.
import { Agent, request } from 'node:https'
import { expect, it, onTestFinished } from 'vitest'
import { Beat, canonicalText, ProofDocument } from '#core/wire.ts'
import { parseKeyFile } from '#main/keys/key-file.ts'
import { serializeKey } from '#main/keys/make.ts'
import { signBeat, signProof } from '#sim/machine/prover.ts'
import { chanceOf, type Chance } from '../pdu/mangle.ts'
import { readByScript } from '../support/enlisting-machine.ts'
import { bodyOf, machine, openLab, openSession, proofFor, valueOf } from './lab.ts'

const wanted = Number(process.env['RACKLIGHT_FUZZ_WORDS'] ?? 5_000)
const seed = Number(process.env['RACKLIGHT_FUZZ_SEED'] ?? Date.now() % 1_000_000)
const mostReadByScript = 60

const pieces = ['"', '{', '}', ',', '\\', '\u0000', '|', '0', '9'.repeat(30), 'null', '"kid":"K2F7",', 'é', '\ud800']
const values = [
  null,
  0,
  1,
  -1,
  1.5,
  1e308,
  '',
  'x',
  'K2F7',
  '|',
  '\u0000',
  [],
  {},
  true,
  'a'.repeat(300),
  'F'.repeat(64),
]

const inBytes = (bytes: Buffer, chance: Chance): Buffer => {
  const at = chance(bytes.length)
  const end = Math.min(bytes.length, at + 1 + chance(12))
  const [head, middle, tail] = [bytes.subarray(0, at), bytes.subarray(at, end), bytes.subarray(end)]
  const piece = Buffer.from(pieces[chance(pieces.length)] ?? '')
  const ways = [
    () => Buffer.concat([head, tail]),
    () => head,
    () => Buffer.concat([head, piece, middle, tail]),
    () => Buffer.concat([head, middle, middle, tail]),
    () => Buffer.concat([head, middle.map(byte => byte ^ (1 << chance(8))), tail]),
  ]
  return Buffer.from(ways[chance(ways.length)]?.() ?? bytes)
}

const inMeaning = (document: object, chance: Chance): Buffer => {
  const fields = Object.entries(document)
  const [name, before] = fields[chance(fields.length)] ?? ['', null]
  const text = String(before)
  const at = chance(text.length)
  const near = `${text.slice(0, at)}${(text[at] ?? '') === '0' ? '1' : '0'}${text.slice(at + 1)}`
  const ways = [
    values[chance(values.length)],
    typeof before === 'number' ? before + 1 : near,
    fields[chance(fields.length)]?.[1],
    undefined,
  ]
  return Buffer.from(JSON.stringify({ ...document, [name]: ways[chance(ways.length)] }))
}

const spoil = (document: object, chance: Chance): Buffer =>
  chance(2) === 0 ? inMeaning(document, chance) : inBytes(Buffer.from(JSON.stringify(document)), chance)

const read = (bytes: Buffer): unknown => {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return undefined
  }
}

it(
  `survives ${wanted} spoilt keys, hellos, proofs and beats, and accepts none of them`,
  { timeout: wanted * 60 + 60_000 },
  async () => {
    console.log(`Spoilt words: seed ${seed}`)
    const chance = chanceOf(seed)
    const { client, makeStick, keys, seen, heard, clock, server, desk } = await openLab()
    const agent = new Agent({ keepAlive: true, maxSockets: 1, rejectUnauthorized: false })
    onTestFinished(() => agent.destroy())
    const post = (path: string, bytes: Buffer): Promise<{ status: number; body: unknown }> =>
      clock.io(
        new Promise((resolve, reject) => {
          const sent = request({ agent, host: '127.0.0.1', port: server.port, path, method: 'POST' }, answer => {
            const chunks: Buffer[] = []
            answer.on('data', (chunk: Buffer) => chunks.push(chunk))
            answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: read(Buffer.concat(chunks)) }))
          })
          sent.on('error', reject)
          sent.end(bytes)
        }),
      )

    const wire = client()
    const stick = await makeStick()
    const key = keys.get(stick.kid)
    if (!key) throw new Error('no key')
    const keyBytes = valueOf(serializeKey(key))
    const session = await openSession(wire, stick)
    expect(seen.judged).toHaveLength(1)
    let proof = await proofFor(wire, stick)
    const spoiltKeys: Buffer[] = []
    const answered: Record<string, number> = {}
    const note = (what: string): number => (answered[what] = (answered[what] ?? 0) + 1)

    const say = {
      key: async () => {
        const bytes = inBytes(keyBytes, chance)
        spoiltKeys.push(bytes)
        const parsed = parseKeyFile(bytes, 'spoilt')
        if (!parsed.ok) return note('key refused')
        const { kid, secret } = parsed.value
        if (kid === key.kid && secret === key.secret) return note('key unharmed')
        const nonce = desk.nonces.mint(kid, machine.uuid, 'boot-1')
        const other = { kid, secret: Buffer.from(secret, 'base64url'), urls: [], pin: '' }
        const signed = signProof(other, machine, { bootId: 'boot-1', uptimeMs: 1, nonce })
        expect(bodyOf(await post('/v1/prove', Buffer.from(JSON.stringify(signed))))['verdict']).toBe('rejected')
        return note('key of nobody')
      },
      hello: async () => {
        const hello = { v: 1, kid: stick.kid, uuid: machine.uuid, bootId: 'boot-1' }
        const { status, body } = await post('/v1/hello', spoil(hello, chance))
        expect([200, 400]).toContain(status)
        expect(Object.keys(bodyOf({ body })).join()).toMatch(/^(nonce,beatSeconds|wait|reason)$/)
        return note(`hello ${status}`)
      },
      proof: async () => {
        const bytes = spoil(proof, chance)
        const parsed = ProofDocument.safeParse(read(bytes))
        const unharmed =
          parsed.success && canonicalText(parsed.data) === canonicalText(proof as unknown as ProofDocument)
        if (unharmed && parsed.data.hmac === proof.hmac) return note('proof unharmed')
        const { body } = await post('/v1/prove', bytes)
        expect(body).toMatchObject({ verdict: 'rejected', sid: '', mac: '' })
        return note(`proof ${String(bodyOf({ body })['reason'])}`)
      },
      beat: async () => {
        const beat = signBeat(session.key, session.sid, 2 + chance(9))
        const bytes = spoil(beat, chance)
        const parsed = Beat.safeParse(read(bytes))
        if (parsed.success && parsed.data.n === beat.n && parsed.data.hmac === beat.hmac) return note('beat unharmed')
        const { status } = await post('/v1/beat', bytes)
        expect([400, 403, 404]).toContain(status)
        return note(`beat ${status}`)
      },
    }
    const kinds = Object.values(say)
    for (let i = 0; i < wanted; i++) {
      await clock.advance(1_000)
      if (i % 60 === 0) proof = await proofFor(wire, stick)
      await kinds[i % kinds.length]?.()
    }
    expect(seen.judged).toHaveLength(1)
    expect(server.hearts.all()).toMatchObject([{ sid: session.sid, n: 1, goodbye: null }])
    expect(heard.bugs).toEqual([])
    // The words were spoilt enough to reach every answer, and the session lives on.
    expect(Object.keys(answered)).toEqual(
      expect.arrayContaining(['key refused', 'hello 400', 'proof malformed', 'proof badMac', 'beat 400', 'beat 403']),
    )
    expect((await session.beat(2))?.status).toBe(200)

    const some = spoiltKeys.slice(0, mostReadByScript)
    for (const [i, line] of (await readByScript(some)).entries()) {
      if (line === 'no') continue
      const [kid, secret] = line.split(' ')
      const parsed = parseKeyFile(some[i] ?? Buffer.alloc(0), 'spoilt')
      if (parsed.ok)
        expect([kid, secret]).toEqual([parsed.value.kid, Buffer.from(parsed.value.secret, 'base64url').toString('hex')])
      else expect(line).toMatch(/^K[0-9A-Z]{1,15} [0-9a-f]{64}$/)
    }
  },
)
