// Events: facts for ever. One shape is the journal row, the patch for the view, the line in the log and what a test asserts.
import { z } from 'zod'
import { runEvents } from './event-run.ts'
import { siteEvents } from './event-site.ts'

export const Event = z.discriminatedUnion('kind', [...siteEvents, ...runEvents])
export type Event = z.infer<typeof Event>
export type EventOf<K extends Event['kind']> = Extract<Event, { kind: K }>

/** An event as the journal keeps it; `seq` starts at 1 and has no gaps. */
export const Recorded = z.object({ seq: z.number().int().min(1), id: z.string(), event: Event })
export type Recorded = z.infer<typeof Recorded>
