// A key that boots on firmware which can only GET: a loop of fetches that ends when a fetch fails.
import { tokenOfFirmware } from './prover.ts'
import type { ScriptLife } from './script-life.ts'

const fetchEveryMs = 2_000

/** Resolves when the machine goes on to its next boot device, or loses power. */
export const runFirmwareLoop = async (life: ScriptLife): Promise<'continue' | 'dead'> => {
  const stick = await life.readKey()
  if (stick === null) return 'continue'
  const { uuid, serial, macs } = life.identity
  const said = new URLSearchParams({
    kid: stick.kid,
    token: tokenOfFirmware(stick.secret, stick.kid),
    uuid,
    mac: macs[0] ?? '',
    serial,
  })
  const wire = life.wireTo(stick.urls, stick.pin)
  life.say('holding')
  for (;;) {
    const answer = await wire.get(`/v1/seen?${said.toString()}`)
    if (life.cancel.aborted) return 'dead'
    if (answer === null || answer.status >= 300) {
      wire.destroy()
      return 'continue'
    }
    if (!(await life.clock.wait(fetchEveryMs, life.cancel))) return 'dead'
  }
}
