// A practice rack as a process of its own, and what can be asked of it from outside: SNMP and MAAS's API.
import { execFile, spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rpdu2 } from '../sim/apc-oids.ts'
import { makeClient, types } from '../sim/snmp-client.ts'
import { startCli, type Running } from './cli.ts'

export interface Wire {
  readonly pdu: string
  readonly outlet: string
  readonly feed: string
  readonly machine: { readonly uuid: string; readonly serial: string; readonly macs: readonly string[] }
}

export interface Offer {
  readonly pdus: readonly { name: string; address: string; community: string; feed: string; outlets: number }[]
  readonly maas: { readonly url: string; readonly apiKey: string }
  readonly dataDir: string
  readonly wiring?: readonly Wire[]
}

export interface Practice {
  readonly offer: Offer
  readonly running: Running
  readonly dir: string
  /** Stops the rack and removes its folder. */
  close(): Promise<void>
}

export const startPractice = async (...options: string[]): Promise<Practice> => {
  const dir = await mkdtemp(join(tmpdir(), 'racklight-cli-'))
  const running = startCli(['practice', '--json', '--reveal', '--data', dir, ...options])
  const offer = JSON.parse(await running.line()) as Offer
  return {
    offer,
    running,
    dir,
    close: async () => {
      running.kill('SIGTERM')
      await running.ended
      await rm(dir, { recursive: true, force: true })
    },
  }
}

export const snmpToolsMissing = spawnSync('snmpget', ['-V']).error !== undefined

const byTool = (address: string, community: string, oid: string): Promise<number> =>
  new Promise((resolve, reject) =>
    execFile('snmpget', ['-v2c', '-c', community, '-t2', '-r2', '-Oqv', address, `.${oid}`], (error, stdout, stderr) =>
      error ? reject(new Error(stderr)) : resolve(Number(stdout.trim())),
    ),
  )

const clientOf = (address: string, community: string) => {
  const [host = '', port = ''] = address.split(':')
  return makeClient({ host, port: Number(port), community, version: '2c', retries: 2 })
}

const byLibrary = async (address: string, community: string, oid: string): Promise<number> => {
  const client = clientOf(address, community)
  const [answer] = await client.get(oid).finally(() => client.close())
  return Number(answer?.value)
}

/** What the PDU itself says, asked by snmpget where the net-snmp tools are, else by the library. */
export const stateBySnmp = async (pdu: Offer['pdus'][number], outlet: string | number): Promise<'on' | 'off'> => {
  const ask = snmpToolsMissing ? byLibrary : byTool
  const value = await ask(pdu.address, pdu.community, `${rpdu2.state}.${outlet}`)
  // rPDU2OutletSwitchedStatusState: off(1), on(2)
  if (value !== 1 && value !== 2) throw new Error(`the PDU says ${value}`)
  return value === 2 ? 'on' : 'off'
}

export const statesBySnmp = async (pdu: Offer['pdus'][number]): Promise<Record<string, 'on' | 'off'>> => {
  const states: Record<string, 'on' | 'off'> = {}
  for (let outlet = 1; outlet <= pdu.outlets; outlet++) states[outlet] = await stateBySnmp(pdu, outlet)
  return states
}

/** Another hand at the PDU. */
export const switchBySnmp = async (pdu: Offer['pdus'][number], outlet: number, to: 'on' | 'off'): Promise<void> => {
  const client = clientOf(pdu.address, pdu.community)
  // rPDU2OutletSwitchedControlCommand: immediateOn(1), immediateOff(2)
  const value = to === 'on' ? 1 : 2
  await client.setAll([{ oid: `${rpdu2.command}.${outlet}`, type: types.Integer, value }]).finally(() => client.close())
}

/** A PDU shows a switch a while after it took the command. */
export const seenBySnmp = async (pdu: Offer['pdus'][number], outlet: number, state: 'on' | 'off'): Promise<void> => {
  const until = performance.now() + 15_000
  while ((await stateBySnmp(pdu, outlet)) !== state)
    if (performance.now() > until) throw new Error(`outlet ${outlet} does not go ${state}`)
}

const oauth = (apiKey: string): string => {
  const [consumer = '', token = '', secret = ''] = apiKey.split(':')
  const fields = {
    oauth_version: '1.0',
    oauth_signature_method: 'PLAINTEXT',
    oauth_consumer_key: consumer,
    oauth_token: token,
    oauth_signature: `&${secret}`,
    oauth_nonce: String(performance.now()),
    oauth_timestamp: String(Math.floor(Date.now() / 1000)),
  }
  return `OAuth ${Object.entries(fields)
    .map(([name, value]) => `${name}="${encodeURIComponent(value)}"`)
    .join(', ')}`
}

/** MAAS's API asked as any client does: OAuth 1.0, PLAINTEXT. */
export const askMaas = async <T>({ maas }: Offer, path: string): Promise<T> => {
  const answer = await fetch(`${maas.url}/api/2.0/${path}`, { headers: { Authorization: oauth(maas.apiKey) } })
  if (!answer.ok) throw new Error(`MAAS answers ${answer.status}: ${await answer.text()}`)
  return (await answer.json()) as T
}
