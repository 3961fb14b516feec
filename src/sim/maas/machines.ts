// `machines/`: the list with its filters, creation, enlistment without a key, and what is asked of many at once.
import type { Account } from './login.ts'
import type { Answer } from './answer.ts'
import { formErrors, json, methodNotAllowed, notModelled, sentence, unrecognised } from './answer.ts'
import { describeBriefly, describeMachine } from './describe.ts'
import { commission, unavailable } from './machine-life.ts'
import type { Errors } from './machine-form.ts'
import {
  checkPlaces,
  hasErrors,
  holderOf,
  readArchitecture,
  readHostname,
  readMacs,
  readPower,
  refuseForm,
  storedMac,
  wants,
} from './machine-form.ts'
import type { SimMachine } from './machine.ts'
import { statusFilters } from './machine.ts'
import type { Fields, SimRequest } from './request.ts'
import { opOf, valueOf, valuesOf } from './request.ts'
import type { MaasWorld } from './world.ts'

export function answerMachines(world: MaasWorld, request: SimRequest, account: Account | null): Answer {
  if (!['GET', 'POST'].includes(request.method))
    return methodNotAllowed(request.method === 'DELETE' ? 'GET, POST' : 'POST, GET')
  const op = opOf(request)
  const asked = `${request.method} ${op ?? ''}`
  if (asked === 'GET is_registered') return json(isRegistered(world, request, account))
  if (account === null) return asked === 'POST ' ? enlist(world, request.fields) : unrecognised(request.method, op)
  switch (asked) {
    case 'GET ':
      return list(world, request.query)
    case 'POST ':
      return create(world, request.fields, account)
    case 'GET power_parameters':
      return bulkParameters(world, request.query, account)
    case 'GET list_allocated':
      return json(
        [...world.machines.values()]
          .filter(one => one.status === 'Allocated' && one.owner === account.username)
          .map(one => describeMachine(world, one)),
      )
    case 'POST accept':
      return accept(world, request.fields, account)
    case 'POST allocate': {
      const id = valueOf(request.fields, 'system_id')
      const machine = world.machines.get(id ?? '')
      if (machine?.status === 'Ready') return notModelled('allocation')
      return sentence(409, id === null ? 'No machine available.' : `No machine with system ID ${id} available.`)
    }
    default:
      return unrecognised(request.method, op)
  }
}

function isRegistered(world: MaasWorld, request: SimRequest, account: Account | null): boolean {
  const holder = holderOf(world, storedMac(valueOf(request.query, 'mac_address') ?? '') ?? '')
  if (holder === undefined || holder.status === 'Retired') return false
  return account !== null || !['New', 'Commissioning'].includes(holder.status)
}

const listFilters = [
  'id',
  'system_id',
  'hostname',
  'mac_address',
  'status',
  'tags',
  'not_tags',
  'zone',
  'pool',
  'power_state',
  'owner',
  'pod',
]
const otherFilters = ['domain', 'agent_name', 'simple_status', 'arch', 'interfaces', 'op']

function list(world: MaasWorld, query: Fields): Answer {
  const errors: Errors = {}
  const names = [...new Set(query.map(([name]) => name))].filter(name => name !== 'op')
  for (const name of names)
    if (![...listFilters, ...otherFilters].includes(name)) errors[name] = ['No such constraint.']
  const unknown = names.find(name => otherFilters.includes(name))
  if (unknown !== undefined) return notModelled(`the filter ${unknown}`)
  const given = (name: string): string[] | null => (names.includes(name) ? valuesOf(query, name) : null)
  const status = given('status')?.find(value => !statusFilters.has(value))
  if (status !== undefined) errors.status = [`Select a valid choice. ${status} is not one of the available choices.`]
  const mac = given('mac_address')?.find(value => storedMac(value) === null)
  if (mac !== undefined) errors.mac_address = [`'${mac}' is not a valid MAC address.`]
  const tag = given('tags')?.find(value => !world.tags.has(value))
  if (tag !== undefined) errors.tags = [`No such tag(s): '${tag}'.`]
  if (hasErrors(errors)) return formErrors(errors)

  const any = (name: string, fits: (value: string) => boolean): boolean => given(name)?.some(fits) ?? true
  const found = [...world.machines.values()].filter(
    machine =>
      any('id', id => id === machine.systemId) &&
      any('system_id', id => id === machine.systemId) &&
      any('hostname', name => name === machine.hostname) &&
      // Only the stored spelling matches, and nothing tells of any other.
      any('mac_address', value => machine.nics.some(nic => nic.mac === value)) &&
      any('status', value => statusFilters.get(value) === machine.status) &&
      (given('tags') ?? []).every(value => machine.tags.has(value)) &&
      !(given('not_tags') ?? []).some(value => machine.tags.has(value)) &&
      any('zone', value => value === 'default') &&
      any('pool', value => value === 'default') &&
      any('power_state', value => value === machine.powerState) &&
      any('owner', value => value === machine.owner) &&
      any('pod', () => false),
  )
  return json(found.map(machine => describeMachine(world, machine)))
}

function bulkParameters(world: MaasWorld, query: Fields, account: Account): Answer {
  if (!account.isAdmin) return sentence(403, 'This method is reserved for admin users.')
  const ids = valuesOf(query, 'id')
  const machines = [...world.machines.values()].filter(({ systemId }) => ids.length === 0 || ids.includes(systemId))
  return json(Object.fromEntries(machines.map(machine => [machine.systemId, world.parametersOf(machine)])))
}

function accept(world: MaasWorld, fields: Fields, account: Account): Answer {
  const ids = valuesOf(fields, 'machines')
  const unknown = ids.filter(id => !world.machines.has(id))
  if (unknown.length > 0) return sentence(400, `Unknown machine(s): ${unknown.join(', ')}.`)
  if (!account.isAdmin && ids.length > 0) return sentence(403)
  const fresh = [...world.machines.values()].filter(one => ids.includes(one.systemId) && one.status === 'New')
  // All or nothing.
  const refusal = fresh.map(machine => unavailable(world, machine)).find(answer => answer !== null)
  if (refusal !== undefined && refusal !== null) return refusal
  return json(fresh.map(machine => commission(world, machine, account, true)))
}

function create(world: MaasWorld, fields: Fields, account: Account): Answer {
  const errors: Errors = {}
  const deployed = wants(fields, 'deployed', false)
  const byBmc = valueOf(fields, 'power_type') === 'ipmi'
  const architecture = readArchitecture(world, fields, errors, !byBmc)
  const macs = readMacs(world, fields, errors, !byBmc)
  if (!Array.isArray(macs)) return macs
  const power = readPower(fields, null, errors)
  const wanted = valueOf(fields, 'power_type') ?? ''
  if (errors.mac_addresses && wanted !== '')
    errors.power_type ??= [`Can't set power type to ${wanted} without network interfaces`]
  const hostname = readHostname(world, fields, null, errors)
  checkPlaces(fields, errors)
  if (hasErrors(errors)) return refuseForm(errors)

  const commissions = account.isAdmin && !deployed && wants(fields, 'commission', true)
  const machine = world.makeMachine({ architecture, macs, ...(hostname === null ? {} : { hostname }) })
  machine.description = valueOf(fields, 'description')?.trim() ?? ''
  if (power !== null) world.setPower(machine, power.powerType, power.parameters)
  if (!commissions) {
    if (deployed)
      Object.assign(machine, { status: 'Deployed', owner: account.username, commissioningResultId: world.next() })
    return json(describeMachine(world, machine))
  }
  const refusal = unavailable(world, machine) ?? (world.isNewer && architecture === '' ? noArchitecture() : null)
  if (refusal === null) return json(commission(world, machine, account, true))
  world.machines.delete(machine.systemId)
  return refusal
}

const noArchitecture = (): Answer => sentence(500, 'not enough values to unpack (expected 2, got 1)')

/** DANGER of the original: a POST without a key is no error, it makes a machine. */
function enlist(world: MaasWorld, fields: Fields): Answer {
  const known = valuesOf(fields, 'mac_addresses')
    .map(mac => holderOf(world, storedMac(mac) ?? ''))
    .find(
      (machine): machine is SimMachine => machine !== undefined && ['New', 'Commissioning'].includes(machine.status),
    )
  if (known !== undefined) return json(describeBriefly(world, known))

  const errors: Errors = {}
  const architecture = readArchitecture(world, fields, errors, true)
  const macs = readMacs(world, fields, errors, true)
  if (!Array.isArray(macs)) return macs
  const power = readPower(fields, null, errors)
  const hostname = readHostname(world, fields, null, errors)
  if (hasErrors(errors)) return refuseForm(errors)
  const machine = world.makeMachine({ architecture, macs, ...(hostname === null ? {} : { hostname }) })
  if (power !== null) world.setPower(machine, power.powerType, power.parameters)
  if (wants(fields, 'commission', false)) {
    machine.commissioningResultId = world.next()
    world.setStatus(machine, 'Commissioning')
  }
  return json(describeBriefly(world, machine))
}
