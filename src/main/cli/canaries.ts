import { resultOf } from '#ipc/contract.ts'
import { SiteSettings } from '../site/settings-shape.ts'
import { lookAround } from '../site/watched.ts'
import { openSettings } from '../store/settings.ts'
import { ask, reading, withHands } from './folder.ts'
import { done, need, usage, verb, type Call } from './frame.ts'
import { table } from './words.ts'

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
