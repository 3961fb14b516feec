// What must go on answering after a cut, asked now: a look around before it matters.
import { gatewayOf, wayTo } from './gateway.ts'
import { ping } from './ping.ts'
import { watchedIn, type SiteSettings } from './settings-shape.ts'

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
