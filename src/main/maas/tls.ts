// The TLS connection to MAAS, trusted by the system's authorities, a given authority, or the certificate's fingerprint.
import type { Duplex } from 'node:stream'
import tls from 'node:tls'
import type { MaasAccess } from './access.ts'

/** The certificate is not one we were told to trust; nothing was sent. `fingerprint` is what MAAS showed. */
export class Untrusted extends Error {
  readonly fingerprint: string
  readonly pinned: boolean
  constructor(why: string, fingerprint: string, pinned: boolean) {
    super(why)
    this.fingerprint = fingerprint
    this.pinned = pinned
  }
}

type Done = (error: Error | null, socket: Duplex) => void

/** Calls `done` with a socket only after its certificate was checked. */
export function connectTls(url: URL, trust: MaasAccess['tls'], over: AbortSignal, done: Done): undefined {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const socket = tls.connect({
    host,
    port: Number(url.port || 443),
    ALPNProtocols: ['http/1.1'],
    // Checked below, before anything is sent, so that the fingerprint can be told.
    rejectUnauthorized: false,
    ...(/^[\d.]+$|:/.test(host) ? {} : { servername: host }),
    ...(trust?.ca === undefined ? {} : { ca: trust.ca }),
  })
  const fail = (error: Error): void => {
    over.removeEventListener('abort', abort)
    socket.destroy()
    done(error, socket)
  }
  const abort = (): void => fail(new Error('aborted'))
  over.addEventListener('abort', abort)
  socket.once('error', fail)
  socket.once('secureConnect', () => {
    const seen = socket.getPeerCertificate().fingerprint256 ?? ''
    const problem = distrust(socket, seen, trust?.fingerprint)
    if (problem !== null) return fail(problem)
    over.removeEventListener('abort', abort)
    socket.removeListener('error', fail)
    done(null, socket)
  })
}

function distrust(socket: tls.TLSSocket, seen: string, pin: string | undefined): Untrusted | null {
  if (pin !== undefined) return plain(pin) === plain(seen) && seen !== '' ? null : new Untrusted('other', seen, true)
  if (socket.authorized) return null
  return new Untrusted(String(socket.authorizationError), seen, false)
}

const plain = (fingerprint: string): string => fingerprint.replace(/[^0-9a-f]/gi, '').toLowerCase()
