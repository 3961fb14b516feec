// The site's policy: limits of numbers that a data folder may keep to more strictly, and never more loosely.
import { z } from 'zod'
import type { Fault } from './fault.ts'
import { defaultNumbers, keyLifeMs, type Numbers } from './numbers.ts'
import { age } from './place.ts'

const leastMs = z.number().int().min(0)
const mostMs = z.number().int().min(1)

/** The file's shape. A number that is not named has no limit; one that is not known makes the file unreadable. */
export const Policy = z.strictObject({
  $schema: z.string().optional(),
  silenceBeats: z.number().int().min(3).optional().describe('at least so many missed beats make a silence'),
  silenceMinMs: leastMs.optional().describe('a silence is at least this long'),
  drainMs: leastMs.optional().describe('off at least this long before a start may name a machine'),
  unseenMs: leastMs.optional().describe('a machine that starts was unseen for at least this long'),
  canaryMs: leastMs.optional().describe('after a cut the canaries are watched for at least this long'),
  offGapMs: leastMs.optional().describe('at least this long between two outlets that go off'),
  onGapMs: leastMs.optional().describe('at least this long between two outlets that go on'),
  onGapUnknownMs: leastMs.optional().describe('the same where nobody knows what will be drawn'),
  fullAt: z.number().min(0.1).max(1).optional().describe('at most this part of the rating of a breaker is used'),
  inFlightMs: mostMs.optional().describe('a beat after the verified off may be late by at most this'),
  bootToleranceMs: mostMs.optional().describe('a boot time may be wrong by at most this'),
  giveUpMs: mostMs.optional().describe('an outlet stays on without a proof for at most this long'),
  presenceMs: mostMs.optional().describe('the word that a person is at the rack counts for at most this long'),
  attempts: z.number().int().min(1).optional().describe('an outlet is tried at most so many times'),
  keyLifeMs: mostMs.optional().describe('an issued key lives at most this long'),
})
export type Policy = z.infer<typeof Policy>
type Limited = Exclude<keyof Policy, '$schema'>

/** On which side of its limit each number is the stricter one, and what it is called in a refusal. */
const limited: Readonly<Record<Limited, readonly ['least' | 'most', string]>> = {
  silenceBeats: ['least', 'missed beats that make a silence'],
  silenceMinMs: ['least', 'a silence'],
  drainMs: ['least', 'the time off before a start'],
  unseenMs: ['least', 'the time a machine was unseen before its start'],
  canaryMs: ['least', 'the watch over the canaries'],
  offGapMs: ['least', 'the gap between two outlets going off'],
  onGapMs: ['least', 'the gap between two outlets going on'],
  onGapUnknownMs: ['least', 'the gap before an unknown load goes on'],
  fullAt: ['most', 'the part of a breaker that may be used'],
  inFlightMs: ['most', 'the delay of a beat on its way'],
  bootToleranceMs: ['most', 'the tolerance of a boot time'],
  giveUpMs: ['most', 'the wait for a proof'],
  presenceMs: ['most', 'presence at the rack'],
  attempts: ['most', 'tries of an outlet'],
  keyLifeMs: ['most', 'the life of a key'],
}
const names = Object.keys(limited) as Limited[]

const isLooser = (name: Limited, value: number, limit: number): boolean =>
  limited[name][0] === 'least' ? value < limit : value > limit

/** `45 s`; short times with their parts, because a limit is compared with them. */
const figure = (name: Limited, value: number): string =>
  !name.endsWith('Ms') ? `${value}` : value < 10_000 ? `${value / 1000} s` : age(value)

/** One sentence, with both figures, for each number that the policy forbids. */
export const looserThan = (policy: Policy, numbers: { readonly [K in Limited]?: number | undefined }): string[] =>
  names.flatMap(name => {
    const [side, what] = limited[name]
    const limit = policy[name]
    const value = numbers[name]
    return limit === undefined || value === undefined || !isLooser(name, value, limit)
      ? []
      : [`${figure(name, value)} for ${what}, but the site policy asks for at ${side} ${figure(name, limit)}.`]
  })

/** The numbers that may have a limit, each with it, as people read them. */
export const numberRows = (numbers: Numbers, policy: Policy): { what: string; value: string; limit: string | null }[] =>
  names.map(name => {
    const [side, what] = limited[name]
    const limit = policy[name]
    const value = name === 'keyLifeMs' ? usualKeyLifeMs(policy) : numbers[name]
    return {
      what,
      value: figure(name, value),
      limit: limit === undefined ? null : `at ${side} ${figure(name, limit)}`,
    }
  })

/** Every limit, as people read it: `presence at the rack at most 10 min`. */
export const limitsOf = (policy: Policy): string[] =>
  names.flatMap(name => {
    const limit = policy[name]
    return limit === undefined ? [] : [`${limited[name][1]} at ${limited[name][0]} ${figure(name, limit)}`]
  })

const within = (policy: Policy, name: Limited, value: number): number => {
  const limit = policy[name]
  return limit !== undefined && isLooser(name, value, limit) ? limit : value
}

/** The same numbers, with the policy's where theirs are looser. */
export const tighten = (numbers: Numbers, policy: Policy): Numbers => {
  const next: { -readonly [K in keyof Numbers]: number } = { ...numbers }
  for (const name of names) if (name !== 'keyLifeMs') next[name] = within(policy, name, next[name])
  return next
}

/** How long a key lives for which nobody names a time. */
export const usualKeyLifeMs = (policy: Policy): number => within(policy, 'keyLifeMs', keyLifeMs)

/** Of several policies the strictest limit of each number. */
export const strictest = (policies: readonly Policy[]): Policy => {
  const all: Policy = {}
  for (const policy of policies)
    for (const name of names) {
      const limit = policy[name]
      if (limit !== undefined) all[name] = Math[limited[name][0] === 'least' ? 'max' : 'min'](limit, all[name] ?? limit)
    }
  return all
}

/** What is known of the policy; with a fault nothing is switched. `numbers` hold where no run has its own. */
export interface PolicyKnown {
  readonly limits: Policy
  readonly files: readonly string[]
  readonly numbers: Numbers
  readonly fault: Fault | null
}
export const noPolicy: PolicyKnown = { limits: {}, files: [], numbers: defaultNumbers, fault: null }

export const unreadable = ({ fault }: PolicyKnown): string | null =>
  fault === null
    ? null
    : `The site policy cannot be read, so nothing is switched until it is mended: ${fault.where}: ${fault.detail}`
