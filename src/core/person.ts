import { z } from 'zod'

/** Who asked, from which machine, and under which order (a ticket), if any. */
export const By = z.object({
  person: z.string().min(1).max(128),
  host: z.string().max(255),
  order: z.string().max(128).optional(),
})
export type By = z.infer<typeof By>
