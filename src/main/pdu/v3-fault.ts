// What a PDU's report says about an SNMPv3 user, in words of what to change (RFC 3414 sections 3.2 and 5).
import { fault } from '#core/fault.ts'
import type { Fault } from '#core/fault.ts'

/** The usmStats objects, by their last part. */
export const complaints = {
  level: 1,
  timeWindow: 2,
  user: 3,
  engine: 4,
  digest: 5,
  decryption: 6,
} as const

/** The PDU has said no in SNMPv3's own words, and has done nothing. */
export function complainedOf(where: string, complaint: number): Fault {
  switch (complaint) {
    case complaints.level:
      return fault(
        'denied',
        where,
        'The PDU does not serve this SNMPv3 user at this security level.',
        'Give the level set for the user on the PDU: no key, an authentication key, or both keys.',
      ).fault
    case complaints.timeWindow:
      return outOfTime(where)
    case complaints.user:
      return fault(
        'denied',
        where,
        'The PDU knows no SNMPv3 user of this name.',
        'Check the spelling, capitals count; create or enable the user on the PDU.',
      ).fault
    case complaints.engine:
      return fault(
        'io',
        where,
        'The PDU does not recognise its own SNMPv3 engine id.',
        'Something between here and the PDU answers for it, or its network card must be restarted.',
      ).fault
    case complaints.digest:
      return fault(
        'denied',
        where,
        'The authentication key or protocol of the SNMPv3 user is wrong.',
        'Check both against the user on the PDU. Its keys may have to be typed in again there after its engine id has changed.',
      ).fault
    case complaints.decryption:
      return fault(
        'denied',
        where,
        'The privacy key or protocol of the SNMPv3 user is wrong.',
        'Check both against the user on the PDU; AES-256 comes in two kinds, aes256b and aes256r.',
      ).fault
    default:
      return fault('malformed', where, 'The PDU answers with an SNMPv3 report that says nothing known.').fault
  }
}

/** Open whether a command has acted: the library throws away what comes from outside its window. */
export const outOfTime = (where: string): Fault =>
  fault(
    'io',
    where,
    'The PDU does not agree with itself about its SNMPv3 time (engine boots and time).',
    'Restart its network card. If that does not help, two devices may share this address or engine id.',
  ).fault

/** It answers that it is there, and then not what it is asked: how many agents take a privacy key that they cannot read. */
export const deafToUser = (where: string): Fault =>
  fault(
    'timeout',
    where,
    'The PDU speaks SNMPv3, but falls silent at what this user asks.',
    'Check both keys and their protocols, those of privacy first; then whether the user may see anything.',
  ).fault

/** Open whether a command has acted. */
export const unreadable = (where: string): Fault =>
  fault(
    'malformed',
    where,
    'An answer came that is not signed and sealed with the keys of this SNMPv3 user.',
    'Check both keys and protocols. If they are right, something else answers at this address.',
  ).fault
