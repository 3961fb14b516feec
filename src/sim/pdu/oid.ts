// Object identifiers as dotted text outside and as numbers inside, in the order a walk visits them.

export type SubIds = readonly number[]

export const parseOid = (oid: string): SubIds => oid.split('.').map(Number)

export const formatOid = (ids: SubIds): string => ids.join('.')

/** Negative when `a` comes before `b` in a walk. */
export function compareOids(a: SubIds, b: SubIds): number {
  const shared = Math.min(a.length, b.length)
  for (let i = 0; i < shared; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

export const startsWithOid = (oid: string, prefix: string): boolean => oid === prefix || oid.startsWith(`${prefix}.`)
