// Which bytes of a drive are written, and in what order: its first 64 KiB are what makes it a key, so they come last.

export interface Area {
  readonly at: number
  readonly bytes: number
}

export const headBytes = 64 * 1024
/** Where a partition table of another kind keeps its second copy. */
export const tailBytes = 1024 * 1024

/** Sorted, widened to whole sectors, joined where they touch, and cut at the head. */
export const bodyAreas = (used: readonly Area[], imageBytes: number, sectorBytes: number): Area[] => {
  const joined: { at: number; end: number }[] = []
  for (const { at, bytes } of used.toSorted((a, b) => a.at - b.at)) {
    const from = Math.max(headBytes, Math.floor(at / sectorBytes) * sectorBytes)
    const end = Math.min(imageBytes, Math.ceil((at + bytes) / sectorBytes) * sectorBytes)
    if (end <= from) continue
    const last = joined.at(-1)
    if (last && from <= last.end) last.end = Math.max(last.end, end)
    else joined.push({ at: from, end })
  }
  return joined.map(({ at, end }) => ({ at, bytes: end - at }))
}

/** The end of the drive behind the image; empty on a drive of the image's size. */
export const tailArea = (imageBytes: number, sizeBytes: number): Area => {
  const at = Math.max(imageBytes, sizeBytes - tailBytes)
  return { at, bytes: Math.max(0, sizeBytes - at) }
}
