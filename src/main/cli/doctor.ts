import { makePduPort } from '../pdu/port.ts'
import { findEngine } from '../engine/lock.ts'
import { SiteSettings } from '../site/settings-shape.ts'
import { openSettings } from '../store/settings.ts'
import {
  checkCheckIn,
  checkHints,
  checkJournal,
  checkKeys,
  checkMaasAccess,
  checkPdu,
  checkPolicy,
  checkVault,
} from './doctor-checks.ts'
import type { Check } from './doctor-checks.ts'
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
      const engine = findEngine(call.dir)
      const pdus = makePduPort({ clock })
      const settings = db ? need(openSettings(db, SiteSettings).get()) : SiteSettings.parse({})
      const known = Object.values(state.pdus)
      const none: Check = { name: 'PDU', ok: false, message: 'No PDU is known yet.', mend: 'pdu add NAME HOST.' }
      const checks: Check[] = [
        { name: 'data folder', ok: true, message: call.dir, mend: '' },
        {
          name: 'engine',
          ok: true,
          message: engine
            ? `A Racklight works on this folder (process ${engine.pid}).`
            : 'Nobody else works on this folder.',
          mend: '',
        },
        checkVault(vault),
        ...(db ? [await checkJournal(call.dir, db, vault)] : []),
        ...(known.length === 0 ? [none] : await Promise.all(known.map(pdu => checkPdu(state, vault, pdus, pdu)))),
        await checkMaasAccess(state, vault),
        checkKeys(state),
        await checkPolicy(call.dir),
        await checkCheckIn(settings, engine !== null),
        ...(await checkHints(state, settings, engine !== null)),
      ]
      const text = checks.map(({ name, ok, message, mend }) => {
        const line = `${ok ? 'ok  ' : 'NOT '}  ${name}: ${message}`
        return mend === '' ? line : `${line}\n        ${mend}`
      })
      return done({ checks }, text.join('\n'), checks.every(check => check.ok) ? 0 : 1)
    }),
})
