// Our rule said no. A refusal carries every reason, in words a technician can act on.
import { z } from 'zod'

export const Refusal = z.object({
  refused: z.string(),
  reasons: z.array(z.string()).min(1),
  /** True when waiting a moment is all it takes (a gap between switches, another lane listening). */
  soon: z.boolean().optional(),
})
export type Refusal = z.infer<typeof Refusal>

export const refuse = (refused: string, ...reasons: string[]): Refusal => ({ refused, reasons })
export const notYet = (refused: string, ...reasons: string[]): Refusal => ({ refused, reasons, soon: true })
export const isRefusal = (x: unknown): x is Refusal => typeof x === 'object' && x !== null && 'refused' in x
