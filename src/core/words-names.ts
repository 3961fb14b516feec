// How things are called in sentences: outlets by feed and number, machines by serial.
import type { Grade } from './machine.ts'
import { placeOf } from './place.ts'
import type { OutletRef } from './rack.ts'
import type { State } from './state.ts'
import { row } from './table.ts'

export interface Words {
  /** The fact, to be set in bold: `B-17 on`. */
  readonly fact: string
  /** What belongs to it: `, read back after 1.6 s`; may be empty. */
  readonly more: string
}

export interface Names {
  readonly pdu: (id: string) => string
  readonly place: (ref: OutletRef) => string
  readonly places: (refs: readonly OutletRef[]) => string
  readonly machine: (uuid: string) => string
}

/** The serial number, else the beginning of the UUID. */
export const machineName = (state: State, uuid: string): string => row(state.machines, uuid)?.serial || uuid.slice(0, 8)

export const namesOf = (state: State): Names => {
  const place = (ref: OutletRef): string => {
    const pdu = state.pdus[ref.pdu]
    return pdu ? placeOf(pdu, ref.outlet) : `outlet ${ref.outlet} of ${ref.pdu}`
  }
  return {
    pdu: id => (state.pdus[id] ? `PDU ${state.pdus[id].name}` : `PDU ${id}`),
    place,
    places: refs => listed(refs.map(place)),
    machine: uuid => machineName(state, uuid),
  }
}

/** `A-1, A-2 and 5 more`: never longer than a line. */
export const listed = (names: readonly string[], limit = 6): string =>
  names.length > limit
    ? `${names.slice(0, limit).join(', ')} and ${names.length - limit} more`
    : names.length < 2
      ? (names[0] ?? 'none')
      : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`

export const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`

/** `1.6 s`, `42 s`, `12 min`. */
export const span = (ms: number): string => {
  const seconds = Math.max(0, ms) / 1000
  if (seconds < 10) return `${seconds.toFixed(1)} s`
  return seconds < 120 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`
}

/** `1:12`, `1:02:07`: for timers. */
export const timer = (ms: number): string => {
  const all = Math.max(0, Math.floor(ms / 1000))
  const two = (n: number): string => String(n).padStart(2, '0')
  const hours = Math.floor(all / 3600)
  const minutes = Math.floor(all / 60) % 60
  return hours > 0 ? `${hours}:${two(minutes)}:${two(all % 60)}` : `${minutes}:${two(all % 60)}`
}

/** For screen readers: `1 minute 12`, `4 minutes 10`, `40 seconds`. */
export const spokenTime = (ms: number): string => {
  const all = Math.max(0, Math.floor(ms / 1000))
  const minutes = Math.floor(all / 60)
  if (minutes === 0) return count(all, 'second')
  return all % 60 === 0 ? count(minutes, 'minute') : `${count(minutes, 'minute')} ${all % 60}`
}

const grades: Readonly<Record<Grade, string>> = {
  proved: 'proved',
  established: 'established, without a cut',
  sighted: 'sighted, not proved',
  claimed: 'claimed, not proved',
}
export const gradeWords = (grade: Grade): string => grades[grade]
