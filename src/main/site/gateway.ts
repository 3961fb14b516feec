// The default gateway of this laptop and whether it answers, by what every user may do: read routes, ping, open a connection.
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { connect } from 'node:net'
import type { Clock } from '#core/ports.ts'
import { ping } from './ping.ts'

/** /proc/net/route: hexadecimal numbers, low byte first; flag 2 says that the route has a gateway. */
export const gatewayInProcRoute = (text: string): string | null => {
  const routes = text.split('\n').flatMap(line => {
    const [, destination, gateway = '', flags = '', , , metric = '', mask] = line.trim().split(/\s+/)
    const isDefault = destination === '00000000' && mask === '00000000' && (Number.parseInt(flags, 16) & 2) !== 0
    return isDefault && /^[0-9A-F]{8}$/i.test(gateway) ? [{ gateway, metric: Number(metric) }] : []
  })
  const best = routes.toSorted((a, b) => a.metric - b.metric)[0]
  const bytes = best?.gateway.match(/../g)?.map(byte => Number.parseInt(byte, 16))
  return bytes ? bytes.toReversed().join('.') : null
}

/** `route -n get default` of macOS and the BSDs. */
export const gatewayInRouteGet = (text: string): string | null => /^\s*gateway:\s*([\d.]+)\s*$/m.exec(text)?.[1] ?? null

/** `route print -4 0.0.0.0` of Windows: destination, mask, gateway, interface, metric, whatever the language. */
export const gatewayInRoutePrint = (text: string): string | null => {
  const routes = [...text.matchAll(/^\s*0\.0\.0\.0\s+0\.0\.0\.0\s+(\d+\.\d+\.\d+\.\d+)\s+[\d.]+\s+(\d+)\s*$/gm)]
  return routes.toSorted((a, b) => Number(a[2]) - Number(b[2]))[0]?.[1] ?? null
}

const run = (command: string, args: readonly string[]): Promise<string> =>
  new Promise(resolve => execFile(command, [...args], { timeout: 3_000 }, (_error, stdout) => resolve(stdout)))

/** Null where there is none, or the system does not say. */
export const defaultGateway = async (): Promise<string | null> => {
  const { platform } = process
  if (platform === 'linux') return gatewayInProcRoute(await readFile('/proc/net/route', 'utf8').catch(() => ''))
  if (platform === 'win32') return gatewayInRoutePrint(await run('route', ['print', '-4', '0.0.0.0']))
  return gatewayInRouteGet(await run('route', ['-n', 'get', 'default']))
}

/** Gateways often have one of these open; one that refuses the connection is alive as well. */
const ports = [53, 80, 443, 22]
const patienceMs = 1_000

const connects = (address: string, port: number): Promise<boolean> =>
  new Promise(resolve => {
    const socket = connect({ host: address, port, timeout: patienceMs })
    const end = (alive: boolean): void => {
      socket.destroy()
      resolve(alive)
    }
    socket.once('connect', () => end(true))
    socket.once('timeout', () => end(false))
    socket.once('error', error => end('code' in error && error.code === 'ECONNREFUSED'))
  })

/** How a gateway answers: a loss is a loss of this way, so a gateway that answers in no way is never a canary. */
export type Way = 'ping' | number

export const answersBy = (address: string, way: Way): Promise<boolean> =>
  way === 'ping' ? ping(address) : connects(address, way)

export const wayTo = async (address: string): Promise<Way | null> => {
  if (await ping(address)) return 'ping'
  const open = await Promise.all(ports.map(port => connects(address, port)))
  return ports[open.indexOf(true)] ?? null
}

/** `auto` is the default gateway of this laptop; `none` is none. */
export const gatewayOf = async (setting: string): Promise<string | null> => {
  if (setting === 'none') return null
  return setting === 'auto' ? defaultGateway() : setting
}

export interface Gateway {
  readonly address: string
  readonly way: Way
}

const forgetMs = 60_000

/** Finds the gateway as it answers now; one that was silent is not tried again before every cut. */
export const makeGatewayFinder = (clock: Clock, setting: () => string): (() => Promise<Gateway | null>) => {
  let found: { readonly address: string; readonly way: Way | null; readonly at: number } | null = null
  return async () => {
    const address = await clock.io(gatewayOf(setting()))
    if (address === null) return null
    const known = found?.address === address ? found : null
    if (known?.way && (await clock.io(answersBy(address, known.way)))) return { address, way: known.way }
    if (known && known.way === null && clock.now() - known.at < forgetMs) return null
    const way = await clock.io(wayTo(address))
    found = { address, way, at: clock.now() }
    return way === null ? null : { address, way }
  }
}
