/** Recorded questions for the diary whose answers tell of everything that had happened before them. */
export const eventRecordings: readonly number[] = [347, 349, 350, 356, 357, 361]
