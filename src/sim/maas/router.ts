// From a path to the part of the double that answers it.
import type { Answer } from './answer.ts'
import { bare, json, sentence, unrecognised } from './answer.ts'
import { domain, pool, zone } from './describe.ts'
import { answerDiscoveries, answerDiscovery } from './discovery.ts'
import { answerEvents } from './events.ts'
import type { Account } from './login.ts'
import { finishCommissioning } from './machine-life.ts'
import { answerMachine } from './machine-item.ts'
import { answerMachines } from './machines.ts'
import type { SimRequest } from './request.ts'
import { opOf, valueOf } from './request.ts'
import { answerTag, answerTags } from './tags.ts'
import type { MaasWorld } from './world.ts'

const capabilities = [
  ...[
    'networks-management',
    'static-ipaddresses',
    'ipv6-deployment-ubuntu',
    'devices-management',
    'storage-deployment-ubuntu',
  ],
  ...['network-deployment-ubuntu', 'bridging-interface-ubuntu', 'bridging-automatic-ubuntu', 'authenticate-api'],
]
const forbidden = bare(401, 'Forbidden')

export interface Routed {
  readonly answer: Answer
  readonly by: Account | null
}

export function route(world: MaasWorld, request: SimRequest): Routed {
  const { path } = request
  if (path.startsWith('/MAAS/api/1.0/'))
    return { answer: bare(410, 'The 1.0 API is no longer available. Please use API version 2.0.'), by: null }
  if (path === '/MAAS/metadata/2012-03-01/') return withKey(world, request, account => signal(world, request, account))
  const resource = /^\/MAAS\/api\/2\.0\/(.+)\/$/.exec(path)?.[1]
  const reply = resource === undefined ? null : resourceOf(world, request, resource)
  if (reply === null) return { answer: sentence(404, `Unknown API endpoint: ${path}.`), by: null }
  return withKey(world, request, reply)
}

type Reply = (account: Account | null) => Answer

function withKey(world: MaasWorld, request: SimRequest, reply: Reply): Routed {
  const asker = world.login.ask(request.authorization, world.now())
  if ('refused' in asker) return { answer: asker.refused, by: null }
  const by = 'account' in asker ? asker.account : null
  const format = valueOf(request.query, 'format')
  if (format !== null && format !== 'json')
    return { answer: bare(400, `Invalid output format specified '${format}'.`), by }
  return { answer: reply(by), by }
}

function resourceOf(world: MaasWorld, request: SimRequest, resource: string): Reply | null {
  const [name = '', id, ...rest] = resource.split('/')
  if (rest.length > 0) return null
  const users =
    (reply: (account: Account) => Answer): Reply =>
    account => {
      if (account === null) return forbidden
      if (account.systemId !== undefined) return sentence(403, 'User is not allowed access to this API.')
      return reply(account)
    }
  const orAnonymous =
    (reply: Reply): Reply =>
    account =>
      account === null ? reply(null) : users(reply)(account)
  const reading = (value: () => unknown): Reply =>
    users(() =>
      request.method === 'GET' && opOf(request) === null ? json(value()) : unrecognised(request.method, opOf(request)),
    )

  if (id !== undefined)
    switch (name) {
      case 'machines':
        return users(account => answerMachine(world, request, id, account))
      case 'nodes':
        return request.method === 'GET' ? users(account => answerMachine(world, request, id, account)) : null
      case 'tags':
        return users(account => answerTag(world, request, id, account))
      case 'discovery':
        return users(() => answerDiscovery(world, request, id))
      default:
        return null
    }
  switch (name) {
    case 'version':
      return () => json({ capabilities, version: world.version, subversion: '' })
    case 'machines':
      return orAnonymous(account => answerMachines(world, request, account))
    case 'nodes':
      // Of what all kinds of nodes answer, the double knows this one question.
      return orAnonymous(account =>
        opOf(request) === 'is_registered'
          ? answerMachines(world, request, account)
          : unrecognised(request.method, opOf(request)),
      )
    case 'users':
      return users(account => answerUsers(world, request, account))
    case 'events':
      return users(account => answerEvents(world, request, account))
    case 'discovery':
      return users(() => answerDiscoveries(world, request))
    case 'tags':
      return users(account => answerTags(world, request, account))
    case 'zones':
      return reading(() => [zone])
    case 'resourcepools':
      return reading(() => [pool])
    case 'domains':
      return reading(() => [domain])
    default:
      return null
  }
}

function answerUsers(world: MaasWorld, request: SimRequest, account: Account): Answer {
  const describe = (one: { username: string; email: string; isAdmin: boolean }) => ({
    is_superuser: one.isAdmin,
    username: one.username,
    email: one.email,
    is_local: true,
    resource_uri: `/MAAS/api/2.0/users/${one.username}/`,
  })
  const op = opOf(request)
  if (request.method !== 'GET') return unrecognised(request.method, op)
  if (op === 'whoami') return json(describe(account))
  if (op !== null) return unrecognised(request.method, op)
  const builtIn = [
    { username: 'MAAS', email: 'maas@localhost', isAdmin: false },
    { username: 'maas-init-node', email: 'node-init-user@localhost', isAdmin: false },
  ]
  const people = world.login.accounts.filter(one => one.systemId === undefined)
  return json([...builtIn, ...people].map(describe))
}

/** A machine tells with its own key how its enlistment or commissioning goes. */
function signal(world: MaasWorld, request: SimRequest, account: Account | null): Answer {
  if (account === null) return forbidden
  const machine = world.machines.get(account.systemId ?? '')
  if (machine === undefined) return bare(404, 'Not Found')
  const op = opOf(request)
  if (request.method !== 'POST' || op !== 'signal') return unrecognised(request.method, op)
  const status = valueOf(request.fields, 'status')
  if (status === 'OK' || status === 'FAILED') finishCommissioning(world, machine, status === 'OK')
  return bare(200, 'OK')
}
