// The power cords of a machine: it lives while any of them is live.

export interface Cords {
  readonly live: boolean
  /** Answers whether the machine as a whole gained or lost its supply. */
  set(cord: string, live: boolean): 'gained' | 'lost' | 'same'
  /** What one cord carries of the machine's load, which supplies share evenly. */
  shareOf(cord: string, loadWatts: number): number
}

export const makeCords = (names: readonly string[]): Cords => {
  const known = new Set(names)
  const live = new Set<string>()
  return {
    get live() {
      return live.size > 0
    },
    set: (cord, on) => {
      if (!known.has(cord)) throw new Error(`this machine has no cord ${cord}`)
      const before = live.size
      if (on) live.add(cord)
      else live.delete(cord)
      if (before === 0 && live.size > 0) return 'gained'
      return before > 0 && live.size === 0 ? 'lost' : 'same'
    },
    shareOf: (cord, loadWatts) => (live.has(cord) ? loadWatts / live.size : 0),
  }
}
