// The net-snmp library as a client for these tests: promises, one session a client, values as a test compares them.
import snmp from 'net-snmp'

export interface Answer {
  readonly oid: string
  readonly type: number
  readonly value: string | number | null
}

export interface Client {
  get(...oids: string[]): Promise<Answer[]>
  getNext(...oids: string[]): Promise<Answer[]>
  getBulk(oids: string[], nonRepeaters: number, repetitions: number): Promise<Answer[][]>
  set(oid: string, value: number | string): Promise<Answer[]>
  setAll(varbinds: readonly { oid: string; type: number; value: number | string }[]): Promise<Answer[]>
  walk(oid: string): Promise<Answer[]>
  close(): void
}

export interface ClientOptions {
  readonly port: number
  readonly host?: string
  readonly community?: string
  readonly version?: '1' | '2c'
  readonly timeoutMs?: number
  readonly retries?: number
}

export const types = snmp.ObjectType

export function makeClient(options: ClientOptions): Client {
  const session = snmp.createSession(options.host ?? '127.0.0.1', options.community ?? 'private', {
    port: options.port,
    version: options.version === '1' ? snmp.Version1 : snmp.Version2c,
    timeout: options.timeoutMs ?? 2000,
    retries: options.retries ?? 0,
  })
  session.on('error', () => {})
  const flat = (start: (done: (error: Error | null, varbinds?: snmp.Varbind[]) => void) => void): Promise<Answer[]> =>
    new Promise((resolve, reject) =>
      start((error, varbinds) => (error ? reject(error) : resolve((varbinds ?? []).map(toAnswer)))),
    )
  const client: Client = {
    get: (...oids) => flat(done => session.get(oids, done)),
    getNext: (...oids) => flat(done => session.getNext(oids, done)),
    getBulk: (oids, nonRepeaters, repetitions) =>
      new Promise((resolve, reject) =>
        session.getBulk(oids, nonRepeaters, repetitions, (error, varbinds) =>
          error
            ? reject(error)
            : resolve((varbinds ?? []).map(row => (Array.isArray(row) ? row : [row]).map(toAnswer))),
        ),
      ),
    set: (oid, value) =>
      client.setAll([{ oid, value, type: typeof value === 'number' ? types.Integer : types.OctetString }]),
    setAll: varbinds => flat(done => session.set([...varbinds], done)),
    walk: oid =>
      new Promise((resolve, reject) => {
        const found: Answer[] = []
        session.subtree(
          oid,
          20,
          varbinds => void found.push(...varbinds.map(toAnswer)),
          error => (error ? reject(error) : resolve(found)),
        )
      }),
    close: () => void session.close(),
  }
  return client
}

function toAnswer(varbind: snmp.Varbind): Answer {
  const { value } = varbind
  const plain = Buffer.isBuffer(value) ? value.toString('utf8') : value
  return {
    oid: varbind.oid,
    type: varbind.type ?? 0,
    value: typeof plain === 'string' || typeof plain === 'number' ? plain : null,
  }
}

/** The number of the error an agent answered, or the name of what else went wrong. */
export async function failureOf(work: Promise<unknown>): Promise<number | string> {
  try {
    await work
    return 'no failure'
  } catch (error) {
    if (error instanceof snmp.RequestFailedError) return error.status
    return error instanceof Error ? error.name : String(error)
  }
}
