// Is this a MAAS, is the key good, and what may its owner do?
import { ok } from '#core/fault.ts'
import type { Fault, Result } from '#core/fault.ts'
import type { Clock } from '#core/ports.ts'
import type { MaasAccess } from './access.ts'
import { makeMaasClient } from './client.ts'
import type { ClientTimes } from './client.ts'
import { makeDiary } from './events.ts'
import { Version, WhoAmI } from './shapes.ts'

export interface MaasCheck {
  readonly version: string
  readonly username: string
  readonly isAdmin: boolean
  readonly warnings: readonly string[]
}

/** Reads `version/`, `users/?op=whoami` and, for an administrator, `events/`; a list of machines says nothing about a login. */
export async function checkMaas(
  access: MaasAccess,
  clock: Clock,
  times: Partial<ClientTimes> = {},
): Promise<Result<MaasCheck>> {
  const client = makeMaasClient(access, clock, times)
  if (!client.ok) return client
  const version = await client.value.get('version/', Version)
  if (!version.ok) return version
  const who = await client.value.get('users/', WhoAmI, { query: [['op', 'whoami']] })
  if (!who.ok) return who
  const isAdmin = who.value.is_superuser
  const diary = isAdmin ? await makeDiary(client.value).read() : null
  const warnings = [
    ...(isAdmin
      ? []
      : [
          `${who.value.username} is no administrator: MAAS shows no power parameters, so what is allocated stays unknown.`,
        ]),
    ...(diary?.ok === false ? [unreadDiary(diary.fault)] : []),
    ...(inClear(access.url) ? ['The key travels unencrypted: whoever listens on this network can read it.'] : []),
    ...(tooOld(version.value.version)
      ? [`MAAS ${version.value.version} is older than 3.3, the oldest that is known to work.`]
      : []),
  ]
  return ok({ version: version.value.version, username: who.value.username, isAdmin, warnings })
}

const unreadDiary = ({ detail }: Fault): string =>
  `Its events cannot be read (${detail}) So what is taken is known by the full readings alone, which come less often.`

function inClear(text: string): boolean {
  const url = new URL(text.trim())
  return url.protocol === 'http:' && !/^(localhost|127\.[\d.]+|\[::1\])$/.test(url.hostname)
}

function tooOld(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(part => Number.parseInt(part, 10))
  return major < 3 || (major === 3 && minor < 3)
}
