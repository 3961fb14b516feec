// What the PDU itself says keeps an outlet from switching, in words for the person at the rack.
import { fault } from '#core/fault.ts'
import type { Fault, FaultKind } from '#core/fault.ts'
import type { Cells } from './cells.ts'
import type { Column, Family, Obstacle } from './family.ts'
import { numberOf } from './snmp-value.ts'

export const obstacleColumns = ({ obstacles = [] }: Family): Column[] => obstacles.map(({ column }) => column)

export function obstacleOf({ obstacles = [] }: Family, cell: Cells, row: string): Obstacle | null {
  for (const { column, values } of obstacles) {
    const told = numberOf(cell(column, row))
    const found = told === null ? undefined : values[told]
    if (found) return found
  }
  return null
}

const words: Readonly<Record<Obstacle, { kind: FaultKind; is: string; mend: string }>> = {
  locked: {
    kind: 'denied',
    is: 'is locked at the PDU',
    mend: "Take the lock away on the PDU's own page, if whoever set it agrees.",
  },
  breakerTripped: {
    kind: 'notSupported',
    is: 'is behind a tripped breaker',
    mend: 'Find out what overloaded it, and push the breaker back in at the PDU.',
  },
  relayFailed: {
    kind: 'notSupported',
    is: 'has a failed relay',
    mend: 'Do not trust this outlet: move the cord to another, and have the PDU repaired.',
  },
  serviceMode: {
    kind: 'denied',
    is: 'is in service mode',
    mend: "End the service mode on the PDU's own page when the work there is done.",
  },
  noConnection: {
    kind: 'notSupported',
    is: 'cannot be reached by the controller of the PDU',
    mend: 'Look at the link cables between the units of the PDU.',
  },
}

/** "is locked at the PDU". */
export const obstacleWords = (obstacle: Obstacle): string => words[obstacle].is

export const blockedBy = (obstacle: Obstacle, where: string, outlet: string): Fault => {
  const { kind, is, mend } = words[obstacle]
  return fault(kind, where, `Outlet ${outlet} ${is}.`, mend).fault
}
