import { applyRefused, applySwitched } from './apply-lane.ts'
import { applyRun } from './apply-run.ts'
import { applySite, type SiteEvent } from './apply-site.ts'
import type { Event } from './event.ts'
import { siteEvents } from './event-site.ts'
import { emptyState, type State } from './state.ts'

const siteKinds: ReadonlySet<string> = new Set(siteEvents.map(schema => schema.shape.kind.value))
const isSiteEvent = (event: Event): event is SiteEvent => siteKinds.has(event.kind)

/** The only way state changes: never fails, knows no rules. */
export const apply = (state: State, event: Event): State => {
  const next = isSiteEvent(event) ? applySite(state, event) : applyRun(state, event)
  const counted = { ...next, head: state.head + 1 }
  if (event.kind === 'outletSwitched') return applySwitched(counted, event, state)
  return event.kind === 'switchRefused' ? applyRefused(counted, event) : counted
}

export const fold = (events: readonly Event[], from: State = emptyState): State => events.reduce(apply, from)
