// A persistent map of plain objects in 64 buckets: one more row costs the same among 16 and among 5,000.
export type Table<T> = Readonly<Record<string, Readonly<Record<string, T>>>>

const bucketOf = (key: string): string => {
  let sum = 0
  for (let i = 0; i < key.length; i++) sum = (sum * 31 + key.charCodeAt(i)) & 63
  return String(sum)
}

export const row = <T>(table: Table<T>, key: string): T | undefined => {
  const bucket = table[bucketOf(key)]
  return bucket && Object.hasOwn(bucket, key) ? bucket[key] : undefined
}

export const withRow = <T>(table: Table<T>, key: string, value: T): Table<T> => {
  const bucket = bucketOf(key)
  return { ...table, [bucket]: { ...table[bucket], [key]: value } }
}

export const rows = <T>(table: Table<T>): T[] => Object.values(table).flatMap(bucket => Object.values(bucket))
