import { makePduPort } from '../pdu/port.ts'
import { examine } from '../site/doctor/examine.ts'
import { SiteSettings } from '../site/settings-shape.ts'
import { openSettings } from '../store/settings.ts'
import { clock, reading } from './folder.ts'
import { done, need, verb } from './frame.ts'
import { existingVault } from './vault.ts'

export const made = verb({
  takes: [],
  says: 'Checks everything a run needs, in plain words, with the mend. Reads only.',
  options: {},
  example: 'doctor --json',
  run: call =>
    reading(call, async ({ db, state }) => {
      const vault = await existingVault(call)
      const settings = db ? need(openSettings(db, SiteSettings).get()) : SiteSettings.parse({})
      const checks = await examine(
        { dir: call.dir, db, state, vault, settings, pdus: makePduPort({ clock }), clock },
        (checked, of) => call.out.progress(`${checked} of ${of} checks done …`),
      )
      const text = checks.map(({ name, ok, message, mend }) => {
        const line = `${ok ? 'ok  ' : 'NOT '}  ${name}: ${message}`
        return mend === '' ? line : `${line}\n        ${mend}`
      })
      return done({ checks }, text.join('\n'), checks.every(check => check.ok) ? 0 : 1)
    }),
})
