// What can be known of a device that answers no SNMP: whether it is there, whether the port is open, whether it speaks v3.
import { createSocket } from 'node:dgram'
import { connect, isIPv6 } from 'node:net'
import type { Fault } from '#core/fault.ts'
import type { Address, SnmpVersion } from '#core/rack.ts'
import type { SessionOptions } from './session.ts'

interface Silence {
  readonly port: 'closed' | 'silent' | 'speaksV3'
  readonly host: 'there' | 'silent'
  /** This computer's own address on the way there. */
  readonly from: string | null
}

// An SNMPv3 discovery (RFC 3414 section 4): no engine id, no user, an empty GET that may be answered by a report.
const discovery = Buffer.from(
  '3038020103300e020101020300ffe3040104020103' +
    '0410300e0400020100020100040004000400' +
    '301104000400a00b0201010201000201003000',
  'hex',
)
/** Pages that nearly every PDU has, or refuses. */
const webPorts = [443, 80]
const patienceMs = 2000

/** The fault of a silent PDU, with the possible causes in the order in which they are worth checking. */
export async function explainSilence(
  silent: Fault,
  address: Address,
  versions: readonly SnmpVersion[],
  { clock, timeouts, cancel }: SessionOptions,
): Promise<Fault> {
  if (cancel?.aborted) return silent
  const ms = Math.min(patienceMs, timeouts.readTimeoutMs)
  const [udp, host] = await clock.io(Promise.all([knock(address, ms), isThere(address.host, ms)]))
  return { ...silent, ...words({ ...udp, host }, versions) }
}

function words({ port, host, from }: Silence, versions: readonly SnmpVersion[]): Pick<Fault, 'detail' | 'mend'> {
  const tried = versions.map(version => `SNMPv${version}`).join(' nor ')
  const none = versions.length > 1 ? `answers neither ${tried}` : `does not answer ${tried}`
  const here = from === null ? 'this computer' : `this computer (${from})`
  if (port === 'closed')
    return {
      detail: `The PDU ${none}: nothing listens at this port.`,
      mend: 'Switch SNMP on at the PDU, or give the port on which it listens.',
    }
  if (port === 'speaksV3' && !versions.includes('3'))
    return {
      detail: `The PDU ${none}, but it speaks SNMPv3.`,
      mend: `In this order: 1. the community is wrong, which is met with silence; 2. only SNMPv3 is switched on: use a user (--snmp 3); 3. ${here} is not in the list of addresses that may use the community.`,
    }
  if (host === 'there')
    return {
      detail: `The device ${none}, nor an SNMPv3 greeting; but it is there.`,
      mend: `In this order: 1. ${here} is not in the PDU's list of addresses that may ask; 2. SNMP is switched off, or on another port; 3. the community is wrong, which is met with silence too.`,
    }
  return {
    detail: `The PDU ${none}, and nothing else answers at this address.`,
    mend: `In this order: 1. the address is wrong, or its cable or network; 2. ${here} is not allowed to reach it, or not in its list of addresses; 3. SNMP is off, or the community is wrong.`,
  }
}

/** A connected socket hears of a closed port, which the SNMP library's does not. */
function knock({ host, port }: Address, ms: number): Promise<Pick<Silence, 'port' | 'from'>> {
  return new Promise(resolve => {
    const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4')
    let from: string | null = null
    const end = (found: Silence['port']): void => {
      clearTimeout(patience)
      socket.removeAllListeners().on('error', () => {})
      socket.close()
      resolve({ port: found, from })
    }
    const patience = setTimeout(() => end('silent'), ms)
    socket.on('error', error => end('code' in error && error.code === 'ECONNREFUSED' ? 'closed' : 'silent'))
    socket.on('message', () => end('speaksV3'))
    socket.connect(port, host, () => {
      from = socket.address().address
      socket.send(discovery)
    })
  })
}

const isThere = async (host: string, ms: number): Promise<Silence['host']> =>
  (await Promise.all(webPorts.map(port => answersAt(host, port, ms)))).includes(true) ? 'there' : 'silent'

/** A refusal is an answer as well. */
function answersAt(host: string, port: number, ms: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect({ host, port })
    const end = (answered: boolean): void => {
      clearTimeout(patience)
      socket.destroy()
      resolve(answered)
    }
    const patience = setTimeout(() => end(false), ms)
    socket.on('connect', () => end(true))
    socket.on('error', error => end('code' in error && error.code === 'ECONNREFUSED'))
  })
}
