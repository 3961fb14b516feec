// Settings of a data folder. Secrets are never among them.
import { z } from 'zod'
import { SomeNumbers } from '#core/numbers.ts'
import { Look } from '#ipc/contract.ts'

export const SiteSettings = z.object({
  /** Made at first use; every event carries them. */
  siteId: z.string().default(''),
  cartId: z.string().default(''),
  /** Where machines check in: the address of the chosen interface, and the port that the keys name. */
  checkInHost: z.string().default('0.0.0.0'),
  checkInPort: z.number().int().min(0).max(65535).default(7443),
  /** Where firmware tells its hints by plain HTTP; keys that boot name it. */
  hintPort: z.number().int().min(1).max(65535).default(7480),
  numbers: SomeNumbers.default({}),
  /** Numbers of a run that are not events: how often MAAS and the PDUs are read while it is open. */
  maasEveryMs: z.number().int().min(1_000).default(20_000),
  pduEveryMs: z.number().int().min(250).default(5_000),
  /** Addresses that must go on answering a ping after every cut. */
  pings: z.array(z.string().max(255)).default([]),
  /** Write a PDU power type to MAAS even where MAAS's own driver could not reach the PDU. */
  writeUndrivable: z.boolean().default(false),
  practice: z.boolean().default(false),
  look: Look.default(() => Look.parse({})),
})
export type SiteSettings = z.infer<typeof SiteSettings>
