// What came of writing a key, to a volume or to a file.
import { z } from 'zod'

export const Written = z.object({
  kid: z.string(),
  target: z.string(),
  bytes: z.number(),
  sha256: z.string(),
  writeMs: z.number(),
  verifyMs: z.number(),
  verified: z.boolean(),
})
