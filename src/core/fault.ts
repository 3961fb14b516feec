import { z } from 'zod'

/** The world failed. `where` names the thing (a PDU, a drive, MAAS), `detail` says what happened, `mend` says what to do. */
export const Fault = z.object({
  kind: z.enum([
    'unreachable',
    'timeout',
    'denied',
    'notSupported',
    'malformed',
    'gone',
    'io',
    'busy',
    'wrongDevice',
    'cancelled',
    'bug',
  ]),
  where: z.string(),
  detail: z.string(),
  mend: z.string().optional(),
})
export type Fault = z.infer<typeof Fault>
export type FaultKind = Fault['kind']

export type Result<T, F = Fault> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: F }

export const ok = <T>(value: T): { ok: true; value: T } => ({ ok: true, value })

export const fault = (kind: FaultKind, where: string, detail: string, mend?: string): { ok: false; fault: Fault } => ({
  ok: false,
  fault: mend === undefined ? { kind, where, detail } : { kind, where, detail, mend },
})

/** For the branch a union can never reach; the compiler refuses the call when a case was forgotten. */
export const unreachable = (x: never): never => {
  throw new Error(`unreachable: ${JSON.stringify(x)}`)
}
