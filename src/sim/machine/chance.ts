// Chance that repeats itself for the same seed (mulberry32).

export type Chance = () => number

export const seededChance = (seed: number): Chance => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

export const between = (chance: Chance, least: number, most: number): number => least + chance() * (most - least)

/** A random (version 4) UUID. */
export const chanceUuid = (chance: Chance): string => {
  const digits = Array.from({ length: 32 }, () => Math.floor(chance() * 16).toString(16))
  digits[12] = '4'
  digits[16] = (8 + Math.floor(chance() * 4)).toString(16)
  return digits.join('').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
