// The default gateway as each system writes it, and the ways it may answer.
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import {
  answersBy,
  gatewayInProcRoute,
  gatewayInRouteGet,
  gatewayInRoutePrint,
  gatewayOf,
  makeGatewayFinder,
} from '#main/site/gateway.ts'
import { VirtualClock } from '#sim/virtual-clock.ts'

const header = 'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n'
const route = (face: string, destination: string, gateway: string, flags: string, metric: number, mask: string) =>
  `${face}\t${destination}\t${gateway}\t${flags}\t0\t0\t${metric}\t${mask}\t0\t0\t0\n`

it.each<[string, string, string | null]>([
  [
    'of two default routes of Linux the one with the lower metric',
    header +
      route('wlan0', '00000000', '0101A8C0', '0003', 600, '00000000') +
      route('eth0', '00000000', '0100000A', '0003', 100, '00000000') +
      route('eth0', '0000000A', '00000000', '0001', 100, '00FFFFFF'),
    '10.0.0.1',
  ],
  ['no gateway on a link without one', header + route('ppp0', '00000000', '00000000', '0001', 0, '00000000'), null],
  ['half a default route is none', header + route('tun0', '00000000', '0100000A', '0003', 0, '00000080'), null],
  ['nothing where nothing is said', '', null],
])('reads %s', (_, text, gateway) => expect(gatewayInProcRoute(text)).toBe(gateway))

it('reads the answer of macOS, and of Windows in any language', () => {
  const mac =
    '   route to: default\ndestination: default\n       mask: default\n    gateway: 192.168.1.1\n  interface: en0\n'
  expect(gatewayInRouteGet(mac)).toBe('192.168.1.1')
  expect(gatewayInRouteGet('route: writing to routing socket: not in table\n')).toBeNull()
  const windows = [
    'Aktive Routen:',
    '     Netzwerkziel    Netzwerkmaske          Gateway    Schnittstelle Metrik',
    '          0.0.0.0          0.0.0.0      192.168.7.1     192.168.7.23     55',
    '          0.0.0.0          0.0.0.0         10.0.0.1        10.0.0.23     25',
    '        127.0.0.0        255.0.0.0   Auf Verbindung        127.0.0.1    331',
  ].join('\r\n')
  expect(gatewayInRoutePrint(windows)).toBe('10.0.0.1')
  expect(gatewayInRoutePrint('')).toBeNull()
})

it('takes an open port and a refused connection for life', async () => {
  const server = createServer(socket => socket.end())
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  onTestFinished(() => void server.close())
  expect(await answersBy('127.0.0.1', port)).toBe(true)
  server.close()
  await once(server, 'close')
  expect(await answersBy('127.0.0.1', port)).toBe(true)
  expect(await answersBy('-f', 'ping')).toBe(false)
})

it('is what the settings say, and none where they say so', async () => {
  expect(await gatewayOf('none')).toBeNull()
  expect(await gatewayOf('127.0.61.9')).toBe('127.0.61.9')
  expect(await makeGatewayFinder(new VirtualClock(), () => 'none')()).toBeNull()
  expect(await makeGatewayFinder(new VirtualClock(), () => '127.0.61.9')()).toMatchObject({ address: '127.0.61.9' })
})
