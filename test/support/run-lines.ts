// What `run start` says, line by line, and what follows from it.

export interface EventLine {
  readonly seq: number
  readonly at: string
  readonly kind: string
  readonly pdu?: string
  readonly outlet?: string
  readonly to?: 'on' | 'off'
  readonly name?: string
}

export interface Bound {
  readonly pdu: string
  readonly outlet: string
  readonly feed: string
  readonly grade: string
  readonly machine: {
    readonly uuid: string
    readonly serial: string
    readonly macs: readonly string[]
    readonly systemId: string | null
  }
  readonly evidence: readonly { readonly kind: string }[]
}

export interface RunResult {
  readonly ended: 'finished' | 'stopped' | 'fault'
  readonly map: readonly Bound[]
  readonly unbound: readonly { readonly pdu: string; readonly outlet: string; readonly reason: string }[]
  readonly strangers: readonly unknown[]
}

/** The last state that the journal claims for each outlet it ever switched or saw switched. */
export const claimedStates = (events: readonly EventLine[]): Record<string, 'on' | 'off'> => {
  const states: Record<string, 'on' | 'off'> = {}
  for (const { kind, outlet, to } of events)
    if ((kind === 'outletSwitched' || kind === 'outletChanged') && outlet !== undefined && to !== undefined)
      states[outlet] = to
  return states
}

/** Outlets that were sent a command. */
export const sentTo = (events: readonly EventLine[]): Set<string> =>
  new Set(events.flatMap(({ kind, outlet }) => (kind === 'switchSent' && outlet !== undefined ? [outlet] : [])))
