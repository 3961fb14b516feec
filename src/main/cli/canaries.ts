import { resultOf } from '#ipc/contract.ts'
import { gatewayOf, wayTo } from '../site/gateway.ts'
import { ping } from '../site/ping.ts'
import { SiteSettings, watchedIn } from '../site/settings-shape.ts'
import { openSettings } from '../store/settings.ts'
import { ask, reading, withHands } from './folder.ts'
import { done, need, usage, verb, type Call } from './frame.ts'
import { table } from './words.ts'

export interface Watched {
  readonly canary: string
  readonly address: string | null
  readonly answers: boolean
  readonly say: string
}

const sayGateway = (setting: string, address: string | null, way: string | number | null): string => {
  if (setting === 'none') return 'No gateway is watched: the settings say so, or this is a practice.'
  if (address === null) return 'This laptop has no default gateway, so none is watched.'
  if (way === null) return 'It answers neither a ping nor a connection, so its loss would not be noticed.'
  return way === 'ping' ? 'It answers a ping.' : `It answers on TCP port ${way}, not to a ping.`
}

/** What the site's settings have watched after every cut, each asked now. */
export const lookAround = async (settings: SiteSettings): Promise<Watched[]> => {
  const { gateway: setting, pings } = watchedIn(settings)
  const address = await gatewayOf(setting)
  const way = address === null ? null : await wayTo(address)
  const gateway = { canary: 'gateway', address, answers: way !== null, say: sayGateway(setting, address, way) }
  const list = pings.map(async (one): Promise<Watched> => {
    const answers = await ping(one)
    const say = answers ? 'It answers a ping.' : 'It does not answer a ping now, so it is not watched.'
    return { canary: 'ping', address: one, answers, say }
  })
  return [gateway, ...(await Promise.all(list))]
}

const settingsIn = (call: Pick<Call<unknown>, 'dir'>): Promise<SiteSettings> =>
  reading(call, ({ db }) => (db ? need(openSettings(db, SiteSettings).get()) : SiteSettings.parse({})))

const Kept = resultOf(SiteSettings)

export const made = verb({
  takes: [],
  says: 'Shows what must go on answering after every cut beside this laptop, the PDUs and MAAS: its gateway, and the ping list. With options it sets them.',
  options: {
    ping: { type: 'string', multiple: true, value: 'ADDRESS', says: 'the whole ping list, anew' },
    'no-pings': { type: 'boolean', says: 'empty the ping list' },
    gateway: { type: 'string', value: 'auto|none|ADDRESS', says: 'which gateway is watched' },
  },
  example: 'canaries --ping switch-7.example.com --ping 10.0.0.2',
  run: async call => {
    const { ping: pings, 'no-pings': noPings, gateway } = call.options
    if (pings.length > 0 && noPings) throw usage('give --ping or --no-pings, not both')
    const bad = [...pings, ...(gateway === undefined ? [] : [gateway])].find(one => !/^[A-Za-z0-9[][^\s/]*$/.test(one))
    if (bad !== undefined) throw usage(`"${bad}" is not an address`)
    const changes = {
      ...(pings.length > 0 || noPings ? { pings: [...new Set(pings)] } : {}),
      ...(gateway === undefined ? {} : { gateway }),
    }
    if (Object.keys(changes).length > 0)
      await withHands(call, async hands => need(await ask(hands, 'setSettings', changes, Kept)))
    const canaries = await lookAround(await settingsIn(call))
    const lines = table(canaries.map(({ canary, address, say }) => [canary, address ?? '', say]))
    return done({ canaries }, lines)
  },
})
