// What stands on the labels of keys, cords and machines, in words and for a scanner. The secret of a key is on none.
import type { EnlistmentKey } from './key.ts'
import { cordOf, placeOf } from './place.ts'
import { outletKey, type OutletRef } from './rack.ts'
import { outletAt, type State } from './state.ts'
import { rows } from './table.ts'
import type { KeyFor } from './wire.ts'

export interface Label {
  readonly kind: 'key' | 'cord' | 'machine'
  /** Printed as large as it goes. */
  readonly name: string
  readonly lines: readonly string[]
  /** What a scanner types. */
  readonly code: string
}

export const labelSizes = ['12mm', '24mm', '50x25'] as const
export type LabelSize = (typeof labelSizes)[number]
export const labelFormats = ['pdf', 'svg', 'csv'] as const
export type LabelFormat = (typeof labelFormats)[number]

/** A hand scanner is told from typing by its speed and by six letters or more, and kids and places are shorter. */
const codes = { key: 'KEY:', cord: 'CORD:', machine: 'SERIAL:' } as const

/** The kid, place or serial that was scanned from one of our labels; any other text as it is. */
export const scannedName = (text: string): string => {
  const prefix = Object.values(codes).find(one => text.toUpperCase().startsWith(one))
  return prefix ? text.slice(prefix.length) : text
}

/** `Lane 1`, `Outlet r12-a/17`, `PDU r12-a`, `Pool`. */
export const keyForWords = (what: KeyFor): string => {
  if ('lane' in what) return `Lane ${what.lane}`
  if ('outlet' in what) return `Outlet ${what.outlet}`
  if ('pdu' in what) return `PDU ${what.pdu}`
  return what.pool === 'pool' ? 'Pool' : `Pool ${what.pool}`
}

export const keyLabel = ({ kid, for: what }: EnlistmentKey): Label => ({
  kind: 'key',
  name: kid,
  lines: [keyForWords(what), 'Enlistment key'],
  code: codes.key + kid,
})

export const cordLabel = (state: State, ref: OutletRef): Label | null => {
  const pdu = state.pdus[ref.pdu]
  if (!pdu || !outletAt(state, ref)) return null
  const name = placeOf(pdu, ref.outlet)
  return { kind: 'cord', name, lines: [`${cordOf(pdu.feed)} cord`, `PDU ${pdu.name}`], code: codes.cord + name }
}

/** A label for each machine that has proved who it is: the name it has in MAAS, else its serial. */
export const machineLabels = (state: State): Label[] =>
  rows(state.machines).map(({ uuid, serial, systemId, outlets }) => {
    const bound = outlets.filter(ref => outletAt(state, ref)?.binding?.machine === uuid)
    const places = bound.flatMap(ref => {
      const pdu = state.pdus[ref.pdu]
      return pdu ? [placeOf(pdu, ref.outlet)] : []
    })
    const known = bound.map(ref => state.maas?.named[outletKey(ref)]).find(hostname => hostname !== undefined)
    const identity = serial || uuid
    const name = known ?? systemId ?? identity
    return {
      kind: 'machine',
      name,
      lines: [...(name === identity ? [] : [`S/N ${identity}`]), places.join(' ') || 'No outlet bound'],
      code: codes.machine + identity,
    }
  })
