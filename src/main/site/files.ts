import { join } from 'node:path'

/** The files of a data folder. */
export const filesOf = (dir: string) => ({
  database: join(dir, 'racklight.db'),
  seal: join(dir, 'journal.seal'),
})

/** Names of the secrets in the vault. */
export const secretNames = {
  installKey: 'install-key',
  siteKey: 'site-key',
  pdu: (id: string): string => `pdu:${id}`,
  key: (kid: string): string => `key:${kid}`,
  nonce: (run: string): string => `nonce:${run}`,
  maas: 'maas-api-key',
}
