// What an SNMP failure means to a person. The library's own texts are never passed on: one of them quotes the community.
import { fault } from '#core/fault.ts'
import type { Fault } from '#core/fault.ts'
import type { PduAccess } from '#core/ports.ts'
import type { SnmpVersion } from '#core/rack.ts'

export interface SnmpCall {
  readonly where: string
  readonly version: SnmpVersion
  readonly kind: 'read' | 'set'
  readonly waitMs: number
}

/** How a PDU is called in sentences before its name is known. */
export function whereOf(access: PduAccess): string {
  const { host, port } = access.address
  return port === 161 ? `PDU ${host}` : `PDU ${host}:${port}`
}

const silence = (version: SnmpVersion): string =>
  version === '3'
    ? 'Check the address, that SNMPv3 is on, that this computer may ask, and the user and keys: some PDUs answer wrong ones with silence.'
    : `Check the address, that SNMPv${version} is on, and that this computer may ask; a wrong community is answered with silence too.`

const writeAccess =
  'Give this community write access. On APC choose access type Write+, because Write is refused while somebody is logged in to the PDU; also check the list of allowed addresses.'

export function timedOut(call: SnmpCall): Fault {
  const what = call.kind === 'set' ? 'did not confirm the command' : 'did not answer'
  const detail = `The PDU ${what} over SNMPv${call.version} within ${seconds(call.waitMs)}.`
  return fault('timeout', call.where, detail, silence(call.version)).fault
}

export const cancelled = (where: string): Fault =>
  fault('cancelled', where, 'Stopped while asking the PDU; nothing was switched.').fault

export const garbled = (where: string): Fault =>
  fault(
    'malformed',
    where,
    'Something answered, but not in proper SNMP.',
    'Check that the address and port belong to a PDU.',
  ).fault

export const lost = (where: string, code: string): Fault =>
  code === 'ENOTFOUND' || code === 'EAI_AGAIN'
    ? fault('unreachable', where, 'The name of the PDU cannot be resolved.', 'Check the spelling, or use its address.')
        .fault
    : fault(
        'unreachable',
        where,
        `The network refused the request (${code}).`,
        'Check the cable and the route to the PDU.',
      ).fault

/** The error-status field of RFC 3416, and what it means for us. */
export function failed(call: SnmpCall, status: number): Fault {
  const name = statusNames[status] ?? `error ${status}`
  if (call.kind === 'read' && status !== 16 && status !== 6)
    return status === 1
      ? fault('notSupported', call.where, 'The answer would be too big for the PDU (tooBig).').fault
      : fault(
          'io',
          call.where,
          `The PDU could not answer (${name}).`,
          'Try again; restart its network card if it persists.',
        ).fault
  switch (status) {
    case 2:
    case 4:
    case 6:
    case 16:
    case 17: {
      const v1 = status === 2 ? ", SNMPv1's word for no right to write" : ''
      return fault('denied', call.where, `The PDU refused the command (${name}${v1}).`, writeAccess).fault
    }
    case 1:
    case 3:
    case 7:
    case 8:
    case 9:
    case 10:
      return fault('notSupported', call.where, `The PDU does not take this command (${name}).`, 'Probe it again.').fault
    case 11:
    case 18:
      return fault('gone', call.where, `The PDU has no such outlet (${name}).`, 'Probe it again.').fault
    case 12:
    case 13:
      return fault('busy', call.where, `The PDU cannot do it now (${name}).`, 'Try again in a moment.').fault
    default:
      return fault(
        'io',
        call.where,
        `The PDU failed to carry out the command (${name}).`,
        "Log out of the PDU's own page and console, and try again.",
      ).fault
  }
}

const seconds = (ms: number): string => `${Math.round(ms / 100) / 10} s`

const statusNames: Record<number, string> = {
  1: 'tooBig',
  2: 'noSuchName',
  3: 'badValue',
  4: 'readOnly',
  5: 'genErr',
  6: 'noAccess',
  7: 'wrongType',
  8: 'wrongLength',
  9: 'wrongEncoding',
  10: 'wrongValue',
  11: 'noCreation',
  12: 'inconsistentValue',
  13: 'resourceUnavailable',
  14: 'commitFailed',
  15: 'undoFailed',
  16: 'authorizationError',
  17: 'notWritable',
  18: 'inconsistentName',
}
