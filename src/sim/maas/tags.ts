// `tags/`: make, read, delete, and hang on machines.
import type { Answer } from './answer.ts'
import { bare, formErrors, json, notModelled, sentence, unrecognised } from './answer.ts'
import { describeMachine } from './describe.ts'
import type { Account } from './login.ts'
import type { SimRequest } from './request.ts'
import { opOf, valueOf, valuesOf } from './request.ts'
import type { MaasWorld, SimTag } from './world.ts'

export function answerTags(world: MaasWorld, request: SimRequest, account: Account): Answer {
  const op = opOf(request)
  if (op !== null) return unrecognised(request.method, op)
  if (request.method === 'GET') return json([...world.tags.values()].map(describe))
  if (request.method !== 'POST') return notModelled(`${request.method} on tags/`)
  if (!account.isAdmin) return sentence(403, 'This method is reserved for admin users.')
  const { fields } = request
  const name = valueOf(fields, 'name') ?? ''
  if (name === '') return formErrors({ name: ['This field is required.'] })
  if (!/^[a-zA-Z0-9_-]+$/.test(name)) return formErrors({ name: ['Enter a valid value.'] })
  if (world.tags.has(name)) return formErrors({ name: ['Tag with this Name already exists.'] })
  const text = (field: string): string => valueOf(fields, field) ?? ''
  const tag = { name, comment: text('comment'), definition: text('definition'), kernelOpts: text('kernel_opts') }
  world.tags.set(name, tag)
  return json(describe(tag))
}

export function answerTag(world: MaasWorld, request: SimRequest, name: string, account: Account): Answer {
  const op = opOf(request)
  const tag = world.tags.get(name)
  if (tag === undefined) return bare(404, 'No Tag matches the given query.')
  switch (`${request.method} ${op ?? ''}`) {
    case 'GET ':
      return json(describe(tag))
    case 'GET machines':
      return json(
        [...world.machines.values()].filter(one => one.tags.has(name)).map(one => describeMachine(world, one)),
      )
    case 'POST update_nodes':
      return account.isAdmin ? updateNodes(world, request, name) : sentence(403)
    case 'DELETE ':
      if (!account.isAdmin) return sentence(403, 'This method is reserved for admin users.')
      world.tags.delete(name)
      for (const machine of world.machines.values()) machine.tags.delete(name)
      return bare(204)
    default:
      return unrecognised(request.method, op)
  }
}

function updateNodes(world: MaasWorld, request: SimRequest, name: string): Answer {
  // Unknown ids are left out without a word.
  const known = (field: string) => valuesOf(request.fields, field).flatMap(id => world.machines.get(id) ?? [])
  const [added, removed] = [known('add'), known('remove')]
  for (const machine of added) machine.tags.add(name)
  for (const machine of removed) machine.tags.delete(name)
  return json({ added: added.length, removed: removed.length })
}

const describe = ({ name, comment, definition, kernelOpts }: SimTag): Record<string, string> => ({
  name,
  definition,
  comment,
  kernel_opts: kernelOpts,
  resource_uri: `/MAAS/api/2.0/tags/${name}/`,
})
