// Answers of the engine about the map and MAAS.
import { z } from 'zod'
import { Fault } from '#core/fault.ts'
import { faultWords } from '#core/words.ts'
import { resultOf } from '#ipc/contract.ts'

const Plan = z.object({
  systemId: z.string(),
  hostname: z.string(),
  changes: z.array(z.object({ field: z.string(), from: z.string(), to: z.string() })),
  refused: z.array(z.object({ field: z.string().optional(), reason: z.string() })),
})

export const Planned = resultOf(
  z.array(z.object({ uuid: z.string(), serial: z.string(), plan: Plan.nullable(), fault: Fault.nullable() })),
)
export type PlannedMachine = Extract<z.infer<typeof Planned>, { ok: true }>['value'][number]

export const Applied = resultOf(
  z.array(
    z.object({
      uuid: z.string(),
      ok: z.boolean(),
      systemId: z.string().nullable(),
      changes: z.array(z.string()),
      refused: z.array(z.string()),
      fault: Fault.nullable(),
    }),
  ),
)

export const plannedLines = ({ serial, uuid, plan, fault }: PlannedMachine): string => {
  const name = serial || uuid
  if (fault) return `${name}: ${faultWords(fault)}`
  if (!plan) return `${name}: MAAS does not know it yet`
  const lines = [
    ...plan.changes.map(({ field, from, to }) => `  ${field}: ${from === '' ? 'nothing' : from} → ${to}`),
    ...plan.refused.map(({ field, reason }) => `  ${field === undefined ? '' : `${field}: `}not written: ${reason}`),
  ]
  return [`${plan.hostname} (${plan.systemId}), ${name}`, ...(lines.length === 0 ? ['  as it should be'] : lines)].join(
    '\n',
  )
}
