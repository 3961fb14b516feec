// The page and its files, served under a scheme of their own: an origin that can reach no other file and no network.
import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { protocol, type Session } from 'electron'
import { pageOrigin } from './origin.ts'

export const pageUrl = `${pageOrigin}/index.html`

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data:",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.mp3': 'audio/mpeg',
  '.wav': 'audio/wav',
}

/** Must be called before the app is ready. */
export const claimScheme = (): void =>
  protocol.registerSchemesAsPrivileged([
    { scheme: 'racklight', privileges: { standard: true, secure: true, codeCache: true } },
  ])

const nothing = (): Response => new Response(null, { status: 404 })

export const servePage = (session: Session, root: string): void =>
  session.protocol.handle('racklight', async request => {
    const { host, pathname } = new URL(request.url)
    const type = types[extname(pathname)]
    const file = normalize(join(root, decodeURIComponent(pathname)))
    if (request.method !== 'GET' || host !== 'desk' || !type || !file.startsWith(root + sep)) return nothing()
    const body = await readFile(file).catch(() => null)
    if (!body) return nothing()
    return new Response(new Uint8Array(body), {
      headers: {
        'Content-Type': type,
        'Content-Security-Policy': policy,
        'X-Content-Type-Options': 'nosniff',
        'Cross-Origin-Opener-Policy': 'same-origin',
        'Cross-Origin-Resource-Policy': 'same-origin',
        'Referrer-Policy': 'no-referrer',
      },
    })
  })
