// `machines/ID/` (and reading through `nodes/ID/`): read, change, delete, and the operations on one machine.
import type { Answer } from './answer.ts'
import {
  bare,
  formErrors,
  json,
  methodNotAllowed,
  notModelled,
  sentence,
  unknownMachine,
  unrecognised,
} from './answer.ts'
import { describeMachine } from './describe.ts'
import type { Account } from './login.ts'
import { abort, commission, unavailable } from './machine-life.ts'
import type { Errors } from './machine-form.ts'
import { checkPlaces, hasErrors, readArchitecture, readHostname, readPower, refuseForm } from './machine-form.ts'
import type { SimMachine } from './machine.ts'
import type { SimRequest } from './request.ts'
import { opOf, valueOf } from './request.ts'
import type { MaasWorld } from './world.ts'

const nodeOps = ['power_parameters', 'query_power_state', 'mark_broken', 'mark_fixed', 'power_on', 'power_off', 'test']
const posts = [
  ...[
    'commission',
    'abort',
    'mark_broken',
    'mark_fixed',
    'power_on',
    'power_off',
    'lock',
    'unlock',
    'release',
    'deploy',
  ],
  ...['test', 'set_owner_data', 'set_workload_annotations'],
]

export function answerMachine(world: MaasWorld, request: SimRequest, systemId: string, account: Account): Answer {
  const { method } = request
  const op = opOf(request)
  if (!['DELETE', 'POST', 'GET', 'PUT'].includes(method)) return methodNotAllowed('DELETE, POST, GET, PUT')
  const knownOp =
    method === 'POST'
      ? op !== null && posts.includes(op)
      : op === null || (method === 'GET' && nodeOps.slice(0, 2).includes(op))
  if (!knownOp) return unrecognised(method, op)
  const machine = world.machines.get(systemId)
  if (machine === undefined) return unknownMachine(op !== null && nodeOps.includes(op) ? 'Node' : 'Machine')

  if (method === 'GET') {
    if (op === null) return json(describeMachine(world, machine))
    if (op === 'power_parameters') return account.isAdmin ? json(world.parametersOf(machine)) : sentence(403)
    return queryPower(world, machine)
  }
  if (op === 'unlock' && account.isAdmin) return setLock(world, machine, false)
  const mayEdit = account.isAdmin || machine.owner === account.username
  if (!mayEdit || machine.locked) return sentence(403)
  if (method === 'PUT') return update(world, request, machine)
  if (method === 'DELETE') {
    world.machines.delete(systemId)
    return bare(204)
  }
  return operate(world, request, machine, account, op ?? '')
}

function queryPower(world: MaasWorld, machine: SimMachine): Answer {
  if (machine.powerType === '') return sentence(503, 'No BMC is defined.  Cannot power control node.')
  if (!world.knobs.rackConnected) {
    const why = `No rack controllers can access the BMC of node ${machine.hostname}`
    world.note(machine, 'WARNING', "Failed to query node's BMC", why)
    return sentence(503, why)
  }
  return json({ state: machine.powerType === 'manual' ? 'unknown' : world.knobs.powerAnswer })
}

function update(world: MaasWorld, request: SimRequest, machine: SimMachine): Answer {
  if (!request.readable) return formErrors({})
  const { fields } = request
  const errors: Errors = {}
  const power = readPower(fields, machine, errors)
  const hostname = readHostname(world, fields, machine, errors)
  const architecture = readArchitecture(world, fields, errors, false)
  checkPlaces(fields, errors)
  if (hasErrors(errors)) return refuseForm(errors)
  if (power !== null) world.setPower(machine, power.powerType, power.parameters)
  if (hostname !== null) machine.hostname = hostname
  if (architecture !== '') machine.architecture = architecture
  machine.description = valueOf(fields, 'description')?.trim() ?? machine.description
  return json(describeMachine(world, machine))
}

function operate(world: MaasWorld, request: SimRequest, machine: SimMachine, account: Account, op: string): Answer {
  const { systemId, status } = machine
  const described = (): Answer => json(describeMachine(world, machine))
  switch (op) {
    case 'commission':
      return startCommissioning(world, request, machine, account)
    case 'abort':
      if (status === 'Commissioning') return json(abort(world, machine))
      return sentence(409, `Cannot abort in current state: node ${systemId} is in state ${status}.`)
    case 'mark_broken':
      if (machine.owner !== account.username) return sentence(403)
      if (!world.isNewer) machine.owner = null
      machine.errorDescription = valueOf(request.fields, 'comment') ?? ''
      world.setStatus(machine, 'Broken')
      return described()
    case 'mark_fixed':
      if (status !== 'Broken') return sentence(409, "Can't mark a non-broken node as 'Ready'.")
      machine.owner = null
      machine.errorDescription = ''
      world.setStatus(machine, 'Ready')
      return described()
    case 'power_on':
      if (machine.owner === null) return sentence(409, "Can't start node: it hasn't been allocated.")
      if (status === 'Deployed' && !world.isNewer)
        return sentence(400, 'Ephemeral deployments only supported on Ubuntu Bionic 18.04+')
      return described()
    case 'power_off':
      return described()
    case 'lock':
      if (!['Deployed', 'Deploying'].includes(status))
        return sentence(409, "Can't lock, node is not deployed or deploying")
      return setLock(world, machine, true)
    case 'unlock':
      return setLock(world, machine, false)
    case 'release':
      if (status === 'New') return sentence(409, `Machine cannot be released in its current state ('${status}').`)
      return notModelled('the release of a machine')
    case 'deploy':
      if (status === 'New') return sentence(409, `Can't deploy a machine that is in the '${status}' state`)
      return notModelled('deployment')
    case 'test':
      if (machine.commissioningResultId !== null) return notModelled('tests')
      return sentence(
        400,
        'Unable to start machine testing; this node has never been commissioned. ' +
          "Please use the 'Commission' action to commission & test this machine.",
      )
    default:
      return annotate(world, request, machine, account)
  }
}

function setLock(world: MaasWorld, machine: SimMachine, locked: boolean): Answer {
  machine.locked = locked
  return json(describeMachine(world, machine))
}

function startCommissioning(world: MaasWorld, request: SimRequest, machine: SimMachine, account: Account): Answer {
  const scripts = valueOf(request.fields, 'commissioning_scripts')?.split(',') ?? []
  // Of scripts the double knows none; `none` was still a choice before 3.7.
  const unknown = scripts.find(name => name !== 'none' || world.isNewer)
  if (unknown !== undefined)
    return formErrors({
      commissioning_scripts: [`Select a valid choice. ${unknown} is not one of the available choices.`],
    })
  if (!['New', 'Failed commissioning', 'Ready', 'Broken'].includes(machine.status))
    return formErrors({ __all__: ['Commission is not available because of the current state of the node.'] })
  const refusal = unavailable(world, machine)
  return refusal ?? json(commission(world, machine, account, valueOf(request.fields, 'testing_scripts') !== 'none'))
}

function annotate(world: MaasWorld, request: SimRequest, machine: SimMachine, account: Account): Answer {
  if (machine.owner !== account.username)
    return sentence(409, "Cannot set workload annotation: it hasn't been acquired.")
  for (const [name, value] of request.fields) {
    if (name === 'op') continue
    if (value === '') delete machine.annotations[name]
    else machine.annotations[name] = value
  }
  return json(describeMachine(world, machine))
}
