// What Setup asks beyond commands: finding PDUs, weighing and listing outlets, the doctor. Secrets go one way only.
import { z } from 'zod'
import { OutletNumber, PduProbe } from '#core/rack.ts'

/** Longer work that somebody waits for, and how far it is; `found` counts PDUs. */
export const Work = z.object({
  what: z.enum(['find', 'weigh', 'examine']),
  done: z.number().int(),
  of: z.number().int(),
  found: z.number().int().default(0),
})
export type Work = z.infer<typeof Work>

/** One thing that a run needs, in plain words, with its mend. */
export const Check = z.object({ name: z.string(), ok: z.boolean(), message: z.string(), mend: z.string() })
export type Check = z.infer<typeof Check>

/** All that is on at a PDU, in watts; null where no meter tells. */
export const ListedOn = z.object({
  outlets: z.array(z.object({ outlet: OutletNumber, watts: z.number().nullable() })),
  totalWatts: z.number().nullable(),
})
export type ListedOn = z.infer<typeof ListedOn>

export const Named = z.object({ before: z.string(), after: z.string() })
export type Named = z.infer<typeof Named>

export const FoundPdus = z.object({
  pdus: z.array(
    z.object({
      probe: PduProbe,
      /** Further addresses at which the same serial answers. */
      alsoAt: z.array(z.string()),
      /** Its name in this site, where it is one of it; else the name it might be given. */
      known: z.string().nullable(),
      proposed: z.string().nullable(),
    }),
  ),
  /** Those that answer as a PDU, and could not be read. */
  unread: z.array(z.object({ host: z.string(), why: z.string() })),
  /** Neighbours with the network card of a maker of PDUs that answered nothing. */
  silent: z.array(z.object({ host: z.string(), maker: z.string() })),
  asked: z.number().int(),
  addresses: z.number().int(),
})
export type FoundPdus = z.infer<typeof FoundPdus>
