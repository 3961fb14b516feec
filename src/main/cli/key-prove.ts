import { findKey } from '../keys/find.ts'
import { secretBytes } from '../keys/make.ts'
import { prove } from '../keys/prove.ts'
import { clock } from './folder.ts'
import { done, need, usage, verb } from './frame.ts'

export const made = verb({
  takes: ['FILE|DEVICE|DIR'],
  says: 'The reference prover, for tests and firmware authors: prints the proof document that a machine with this key would send.',
  options: {
    uuid: { type: 'string', value: 'UUID', says: 'the machine’s UUID' },
    serial: { type: 'string', value: 'TEXT', says: 'its serial number as DMI gives it' },
    mac: { type: 'string', multiple: true, value: 'MAC', says: 'a MAC address of it' },
    'boot-id': { type: 'string', value: 'TEXT', says: 'new at each boot' },
    'uptime-ms': { type: 'string', value: 'N', says: 'milliseconds since its boot' },
    nonce: { type: 'string', value: 'TEXT', says: 'as the server gave it' },
  },
  example:
    'key prove /media/ENLISTKEY --uuid 4c4c4544-0032-3510-8052-b4c04f4b3132 --serial 2R5K212 --mac 52:54:00:aa:bb:cc --boot-id b1 --uptime-ms 42000 --nonce N',
  run: async ({ words, options }) => {
    const { uuid, serial, mac, 'boot-id': bootId, 'uptime-ms': uptime, nonce } = options
    if (!uuid || !bootId || !nonce || uptime === undefined || mac.length === 0)
      throw usage('--uuid, --mac, --boot-id, --uptime-ms and --nonce are needed')
    const uptimeMs = Number(uptime)
    if (!Number.isInteger(uptimeMs) || uptimeMs < 0) throw usage(`--uptime-ms is a whole number, not "${uptime}"`)
    const { key } = need(await findKey(clock, words[0] ?? ''))
    const said = { uuid, macs: mac, serial: serial ?? '', bootId, uptimeMs, nonce }
    const proof = need(prove(key.kid, secretBytes(key), said))
    return done(proof, JSON.stringify(proof, null, 1))
  },
})
