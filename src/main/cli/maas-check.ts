import { MaasFacts, resultOf } from '#ipc/contract.ts'
import { fault } from '#core/fault.ts'
import { checkMaas } from '../maas/check.ts'
import { secretNames } from '../site/files.ts'
import { ask, clock, stateOf, withHands } from './folder.ts'
import { done, need, usage, verb, type Call, type Ending } from './frame.ts'
import { secretFrom } from './secret.ts'
import { existingVault } from './vault.ts'

const Checked = resultOf(MaasFacts)

const ending = (url: string, { version, username, isAdmin, warnings }: MaasFactsLike): Ending =>
  done(
    { url, version, username, isAdmin, warnings },
    [`MAAS ${version} at ${url}, as ${username}${isAdmin ? ', an administrator' : ''}.`, ...warnings].join('\n'),
  )

type MaasFactsLike = { version: string; username: string; isAdmin: boolean; warnings: readonly string[] }

/** What is set up already, asked again; nothing changes. */
const checkStored = async (call: Call<unknown>): Promise<Ending> => {
  const url = (await stateOf(call)).maasSite?.url
  const apiKey = (await existingVault(call))?.get(secretNames.maas)
  if (url === undefined || apiKey === undefined)
    return {
      kind: 'fault',
      fault: fault('gone', 'MAAS', 'No MAAS is set up.', 'Give --url, and the API key with --api-key-file.').fault,
    }
  return ending(url, need(await checkMaas({ url, apiKey }, clock)))
}

export const made = verb({
  takes: [],
  says: 'Checks whether this is a MAAS and what its key may do. An address and a key that work are kept; without them those kept are checked.',
  options: {
    url: { type: 'string', value: 'URL', says: 'like http://maas.example.com:5240/MAAS (or RACKLIGHT_MAAS_URL)' },
    'api-key': { type: 'string', value: 'KEY', says: 'for trying out (or RACKLIGHT_MAAS_API_KEY)' },
    'api-key-file': { type: 'string', value: 'FILE', says: 'file with the API key; - is standard input' },
  },
  example: 'maas check --url http://maas.example.com:5240/MAAS --api-key-file ./maas-key',
  run: async call => {
    const { url: given, 'api-key': key, 'api-key-file': file } = call.options
    const apiKey = await secretFrom('api-key', key, file, 'RACKLIGHT_MAAS_API_KEY')
    const url = given ?? process.env['RACKLIGHT_MAAS_URL']
    if (!url && apiKey === undefined) return checkStored(call)
    if (!url) throw usage('--url is missing')
    if (apiKey === undefined) throw usage('the API key is missing: give --api-key-file, or RACKLIGHT_MAAS_API_KEY')
    return withHands(call, async hands =>
      ending(url, need(await ask(hands, 'checkMaas', { url, apiKey, save: true }, Checked))),
    )
  },
})
