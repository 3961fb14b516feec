import { filesOf, secretNames } from '../site/files.ts'
import { verifyJournal } from '../store/verify.ts'
import { fault } from '#core/fault.ts'
import { clock, reading } from './folder.ts'
import { done, need, verb, type Ending } from './frame.ts'
import { existingVault } from './vault.ts'

export const made = verb({
  takes: [],
  says: 'Checks that the audit trail is the one that was written: no row edited, none missing, no tail cut, nothing rewritten.',
  options: {},
  example: 'journal verify --json',
  run: call =>
    reading(call, async ({ db }): Promise<Ending> => {
      const empty = { whole: true, rows: 0, head: null, sealed: null, findings: [] }
      if (!db) return done(empty, 'There is no journal here yet.')
      const installKey = (await existingVault(call))?.get(secretNames.installKey)
      if (installKey === undefined)
        return need(
          fault(
            'gone',
            call.dir,
            'The key that seals the journal is not in the vault.',
            'Put back the vault of this data folder.',
          ),
        )
      const sealKey = Buffer.from(installKey, 'base64')
      const { head, sealed, findings, more } = need(
        await verifyJournal({ db, sealKey, sealPath: filesOf(call.dir).seal, clock }),
      )
      const whole = findings.length === 0
      const text = whole
        ? `The journal is whole: ${head.count} rows, head ${head.mac.slice(0, 16)}.`
        : [
            `The journal is NOT whole.`,
            ...findings.map(({ detail }) => `  ${detail}`),
            ...(more ? ['  and more'] : []),
          ].join('\n')
      return done({ whole, rows: head.count, head, sealed, findings, more }, text, whole ? 0 : 1)
    }),
})
