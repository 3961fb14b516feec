// What MAAS's forms accept for a machine, and the sentences with which they refuse.
import type { Answer } from './answer.ts'
import { formErrors, sentence } from './answer.ts'
import type { SimMachine } from './machine.ts'
import { parametersOf } from './machine.ts'
import { powerTypes, readParameters } from './power-types.ts'
import type { Fields } from './request.ts'
import { truthy, valueOf, valuesOf } from './request.ts'
import type { MaasWorld } from './world.ts'

export interface Power {
  readonly powerType: string
  readonly parameters: Record<string, string>
}

export type Errors = Record<string, string[]>

const architectures = ['amd64/generic', 'arm64/generic']

/** The power type and parameters a form asks for; null when it names none. Refusals are added to `errors`. */
export function readPower(fields: Fields, machine: SimMachine | null, errors: Errors): Power | null {
  const typeGiven = valueOf(fields, 'power_type')
  const given: Record<string, string> = {}
  for (const [name, value] of fields) {
    if (name === 'power_parameters') Object.assign(given, jsonParameters(value))
    else if (name.startsWith('power_parameters_') && name !== 'power_parameters_skip_check')
      given[name.slice(17)] = value
  }
  if (typeGiven === null && Object.keys(given).length === 0) return null
  const powerType = typeGiven ?? machine?.powerType ?? ''
  if (powerType !== '' && !(powerType in powerTypes))
    errors.power_type = [`Select a valid choice. ${powerType} is not one of the available choices.`]
  const skip = valueOf(fields, 'power_parameters_skip_check') === 'true'
  const read = readParameters(powerType, given, machine === null ? {} : parametersOf(machine), skip)
  if ('refused' in read) {
    errors.power_parameters = read.refused
    return null
  }
  return errors.power_type ? null : { powerType, parameters: read.parameters }
}

function jsonParameters(text: string): Record<string, string> {
  const read: unknown = text.trim() === '' ? {} : JSON.parse(text)
  return Object.fromEntries(Object.entries(read ?? {}).map(([name, value]) => [name, String(value)]))
}

export function readArchitecture(world: MaasWorld, fields: Fields, errors: Errors, required: boolean): string {
  const given = valueOf(fields, 'architecture') ?? ''
  const known = world.knobs.imagesSynced ? architectures : []
  const full = given !== '' && !given.includes('/') ? `${given}/generic` : given
  if (given === '') {
    if (required) errors.architecture = ['This field is required.']
  } else if (!known.includes(full)) {
    const listed = known.length === 0 ? "''" : known.map(name => `'${name}'`).join(', ')
    errors.architecture = [`'${full}' is not a valid architecture.  It should be one of: ${listed}.`]
  }
  return full
}

/** MAC addresses as MAAS stores them, or the answer to a value that MAAS itself stumbles over. */
export function readMacs(world: MaasWorld, fields: Fields, errors: Errors, required: boolean): string[] | Answer {
  const given = valuesOf(fields, 'mac_addresses')
  if (given.some(mac => mac.includes(','))) return sentence(500, "'ValidationError' object has no attribute 'message'")
  const bad = given.find(mac => storedMac(mac) === null)
  const macs = given.flatMap(mac => storedMac(mac) ?? [])
  const taken = macs.flatMap(mac => {
    const holder = holderOf(world, mac)
    return holder === undefined ? [] : [`MAC address ${mac} already in use on ${holder.hostname}.`]
  })
  const invalid = `'${bad}' is not a valid MAC address.`
  if (bad !== undefined)
    errors.mac_addresses = [given.length > 1 ? `One or more MAC addresses is invalid. (${invalid})` : invalid]
  else if (taken.length > 0) errors.mac_addresses = taken
  else if (given.length === 0 && required) errors.mac_addresses = ['This field is required.']
  return macs
}

export function storedMac(text: string): string | null {
  const shaped = /^([0-9a-f]{2}([:-][0-9a-f]{2}){5}|[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4})$/i.test(text.trim())
  return shaped ? (text.toLowerCase().match(/[0-9a-f]{2}/g) ?? []).join(':') : null
}

export const holderOf = (world: MaasWorld, mac: string): SimMachine | undefined =>
  [...world.machines.values()].find(machine => machine.nics.some(nic => nic.mac === mac))

/** The host name without its domain, null when none is given. */
export function readHostname(
  world: MaasWorld,
  fields: Fields,
  machine: SimMachine | null,
  errors: Errors,
): string | null {
  const given = valueOf(fields, 'hostname')?.trim() ?? ''
  if (given === '') return null
  const [label = '', ...rest] = given.split('.')
  const refuse = (text: string): null => {
    errors.hostname = [text]
    return null
  }
  if (rest.length > 0 && rest.join('.') !== 'maas') return refuse('Nonexistant domain.')
  if (label.length > 63) return refuse(`Label is too long: '${label}'.  Maximum allowed is 63 characters.`)
  if (label.includes('_')) return refuse(`Host label cannot contain underscore: '${label}'.`)
  if (/^-|-$/.test(label)) return refuse(`Label cannot start or end with hyphen: '${label}'.`)
  if (!/^[a-z0-9-]+$/i.test(label)) return refuse(`Label contains disallowed characters: '${label}'.`)
  const other = [...world.machines.values()].find(one => one.hostname === label && one !== machine)
  return other === undefined ? label : refuse('Node with this Hostname already exists.')
}

export function checkPlaces(fields: Fields, errors: Errors): void {
  const other = 'Select a valid choice. That choice is not one of the available choices.'
  const zone = valueOf(fields, 'zone')
  const pool = valueOf(fields, 'pool')
  const domain = valueOf(fields, 'domain')
  if (zone !== null && zone !== 'default') errors.zone = [other]
  if (pool !== null && pool !== 'default') errors.pool = [other]
  if (domain !== null && domain !== 'maas' && domain !== '0') errors.domain = [`Unable to find domain ${domain}`]
}

export const hasErrors = (errors: Errors): boolean => Object.keys(errors).length > 0
export const refuseForm = (errors: Errors): Answer => formErrors(errors)
export const wants = (fields: Fields, name: string, byDefault: boolean): boolean => {
  const given = valueOf(fields, name)
  return given === null ? byDefault : truthy(given)
}
