import { describe, expect, it } from 'vitest'
import { machine } from '../checkin/lab.ts'
import { openMaas } from '../maas/with-maas.ts'
import { readRecordings, recordingsExist } from '../sim-maas/recording.ts'
import { enlist } from '../support/enlisting-environment.ts'
import { startMachine } from '../support/enlisting-machine.ts'
import { openScriptLab } from './with-server.ts'

const tells = { timeout: 180_000 }
const mac = machine.macs[0] ?? ''
const before = ['is_registered false', '01-racklight']
const afterwards = [
  ...['20-maas-01-install-lldpd', '20-maas-02-dhcp-unconfigured-ifaces', '20-maas-03-machine-resources'],
  ...['30-maas-01-bmc-config', '40-maas-01-machine-config-hints', '50-maas-01-commissioning'],
]

const held = async (hasBmc: boolean) => {
  const lab = await openScriptLab()
  const { maas } = await openMaas()
  const boot = async (bootId: string) => {
    const stick = await lab.imageOf(key)
    const one = await startMachine({
      ...{ identity: machine, stick, interpreter: 'openssl', policy: 'strict', bootId },
    })
    const told: string[] = []
    const cut = new AbortController()
    const ended = enlist({ machine: one, maas, mac, hasBmc, told }, cut.signal)
    return { told, cut, ended }
  }
  const key = await lab.makeKeyFile()
  const beats = (n: number): Promise<void> =>
    new Promise(resolve => lab.server.hearts.subscribe(({ kind }) => kind === 'beat' && --n === 0 && resolve()))
  return { ...lab, maas, boot, beats }
}

describe('a machine that holds', () => {
  it.each([false, true])(
    'has left nothing in MAAS when it is cut, and enlists after it goes on (with a BMC: %s)',
    tells,
    async hasBmc => {
      const { maas, boot, beats, says } = await held(hasBmc)
      const first = await boot('boot-1')
      await beats(2)
      expect(first.told).toEqual(before)
      first.cut.abort()
      expect(await first.ended).toBeNull()
      // All that MAAS was ever asked, and all that it has kept: not even an event.
      expect(
        maas.requests.map(({ method, query }) => `${method} ${query.map(([, value]) => value).join(' ')}`),
      ).toEqual([`GET is_registered ${mac}`])
      expect(maas.machines.size).toBe(0)

      const second = await boot('boot-2')
      await beats(1)
      expect(maas.machines.size).toBe(0)
      says.order = 'continue'
      const systemId = await second.ended
      const creation = afterwards.indexOf('30-maas-01-bmc-config') + 1
      const order = hasBmc
        ? [...afterwards.slice(0, creation), 'POST machines 200', ...afterwards.slice(creation)]
        : [...afterwards, 'POST machines 200']
      expect(second.told).toEqual([...before, 'exit 0', ...order])
      expect([...maas.machines.values()]).toMatchObject([{ systemId, status: 'New', nics: [{ mac }] }])
    },
  )

  it('fails in MAAS without a key where the gate is strict', tells, async () => {
    const { maas } = await openMaas()
    const one = await startMachine({ identity: machine, stick: null, policy: 'strict' })
    const told: string[] = []
    const systemId = await enlist({ machine: one, maas, mac, hasBmc: false, told }, new AbortController().signal)
    expect(told.slice(0, 3)).toEqual([...before, 'exit 1'])
    expect(maas.machines.get(systemId ?? '')?.status).toBe('Failed commissioning')
  })

  it.skipIf(!recordingsExist)('asks MAAS as a true machine was recorded to ask', async () => {
    const [asked, posted] = [93, 94].map(number => readRecordings().find(one => one.number === number))
    expect(asked?.request.path.replace(/mac_address=.*/, '')).toBe('/MAAS/api/2.0/machines/?op=is_registered&')
    expect(asked?.response.body).toBe('false')
    expect([...new URLSearchParams(posted?.request.body ?? '').keys()]).toEqual([
      'architecture',
      'mac_addresses',
      'commission',
    ])
    expect(JSON.parse(posted?.response.body ?? '{}')).toMatchObject({ status_name: 'Commissioning' })
  })
})
if (!recordingsExist) console.log('What a true machine asked of MAAS is not compared: the recordings are not here.')
