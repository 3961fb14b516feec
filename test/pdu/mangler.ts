// A hostile network in front of a PDU: it spoils answers, sends some twice, and keeps what it delivered.
import { createSocket, type RemoteInfo } from 'node:dgram'
import { once } from 'node:events'
import { mangle, type Chance } from './mangle.ts'

export interface Delivered {
  readonly request: Buffer
  readonly answer: Buffer
  readonly spoilt: boolean
}

export interface Mangler {
  readonly port: number
  readonly delivered: Delivered[]
  spoilt: number
  /** Answers before this one are left alone, and of the later ones so many in a hundred are spoilt. */
  begin(after: number, percent: number): void
  close(): Promise<void>
}

export async function openMangler(pduPort: number, chance: Chance): Promise<Mangler> {
  const front = createSocket('udp4')
  const back = createSocket('udp4')
  let client: RemoteInfo | undefined
  let request = Buffer.alloc(0)
  let earlier = Buffer.alloc(1)
  let left = 0
  let percent = 0
  const send = (answer: Buffer, spoilt: boolean): void => {
    if (!client) return
    mangler.delivered.push({ request, answer, spoilt })
    if (spoilt) mangler.spoilt++
    front.send(answer, client.port, client.address, () => {})
  }
  const mangler: Mangler = {
    port: 0,
    delivered: [],
    spoilt: 0,
    begin(after, often) {
      ;[left, percent] = [after, often]
      mangler.delivered.length = 0
    },
    close: async () => {
      await Promise.all([front, back].map(socket => new Promise<void>(resolve => socket.close(() => resolve()))))
    },
  }
  front.on('message', (packet, from) => {
    client = from
    request = packet
    back.send(packet, pduPort, '127.0.0.1', () => {})
  })
  back.on('message', answer => {
    const spoil = left-- <= 0 && chance(100) < percent
    if (spoil) send(mangle(answer, chance, earlier), true)
    // Whole answers follow or come twice, so that what is asked goes on.
    if (!spoil || chance(3) === 0) send(answer, false)
    if (!spoil && chance(20) === 0) send(answer, false)
    earlier = answer
  })
  front.on('error', () => {}).bind(0, '127.0.0.1')
  back.on('error', () => {}).bind(0, '127.0.0.1')
  await Promise.all([once(front, 'listening'), once(back, 'listening')])
  return Object.assign(mangler, { port: front.address().port })
}
