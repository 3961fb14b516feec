// What the site's policy files say; a fact only when it is news.
import type { Event } from '../event.ts'
import { strictest, type Policy } from '../policy.ts'
import type { Report } from '../report.ts'
import type { State } from '../state.ts'

type Told = Extract<Report, { kind: 'policyRead' | 'policyLost' }>

/** The strictest of one policy is itself, its limits in one order. */
const text = (limits: Policy, files: readonly string[]): string => JSON.stringify([strictest([limits]), files])

export const decidePolicy = ({ policy }: State, told: Told, now: number): Event[] => {
  if (told.kind === 'policyLost') {
    const { where, detail } = told.fault
    const known = policy.fault?.where === where && policy.fault.detail === detail
    return known ? [] : [{ kind: 'policyLost', at: now, fault: told.fault }]
  }
  const { limits, files } = told
  const known = policy.fault === null && text(policy.limits, policy.files) === text(limits, files)
  return known ? [] : [{ kind: 'policyRead', at: now, limits, files: [...files] }]
}
