// The passphrase that seals a file which leaves this computer.
import { usage, type Specs, type Values } from './frame.ts'
import { secretFrom } from './secret.ts'

export const passphraseOptions = {
  passphrase: { type: 'string', value: 'TEXT', says: 'for trying out (or RACKLIGHT_SITE_KEY_PASSPHRASE)' },
  'passphrase-file': { type: 'string', value: 'FILE', says: 'file with the passphrase; - is standard input' },
} as const satisfies Specs

export const passphraseFrom = async (options: Values<typeof passphraseOptions>): Promise<string> => {
  const { passphrase, 'passphrase-file': file } = options
  const given = await secretFrom('passphrase', passphrase, file, 'RACKLIGHT_SITE_KEY_PASSPHRASE')
  if (given === undefined || given === '')
    throw usage('the passphrase is missing: give --passphrase-file, or RACKLIGHT_SITE_KEY_PASSPHRASE')
  return given
}
