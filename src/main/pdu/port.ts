// The hands on the PDUs: what the engine's PDU port asks for, over SNMP.
import { fault } from '#core/fault.ts'
import type { Result } from '#core/fault.ts'
import type { Cancel, Clock, PduAccess, PduPort, PduTarget } from '#core/ports.ts'
import { families } from './families.ts'
import type { Family } from './family.ts'
import { namePdu } from './name-outlet.ts'
import { probePdu } from './probe.ts'
import { makeTurns } from './queue.ts'
import { makeReaches } from './reach.ts'
import { readPdu } from './read.ts'
import { usualTimeouts } from './session.ts'
import type { SessionOptions, SnmpTimeouts } from './session.ts'
import { cancelled, whereOf } from './snmp-fault.ts'
import { switchPdu } from './switch.ts'
import { cutPdu } from './timed-cut.ts'

export interface PduPortOptions {
  readonly clock: Clock
  readonly timeouts?: Partial<SnmpTimeouts>
  /** Default: all families Racklight knows. */
  readonly families?: readonly Family[]
}

/** `mayStill` must not use the port for the same PDU: it is called while that PDU is held. */
export function makePduPort({ clock, timeouts, families: known = families }: PduPortOptions): PduPort {
  const turns = makeTurns()
  const reachOf = makeReaches()
  const optionsOf = (cancel: Cancel | undefined): SessionOptions => ({
    clock,
    timeouts: { ...usualTimeouts, ...timeouts },
    cancel,
  })
  const familyOf = (target: PduTarget): Family | undefined => known.find(family => family.name === target.family)
  const asLearned = (target: PduTarget): PduTarget => ({ ...target, maxOids: reachOf(target).maxOids })
  const turnOf =
    (target: PduTarget) =>
    <T>(work: () => Promise<T>, until?: Cancel): Promise<T | undefined> =>
      turns.take(keysOf(target), work, until)
  const alone = async <T>(
    keys: readonly string[],
    access: PduAccess,
    work: () => Promise<Result<T>>,
    cancel?: Cancel,
  ) =>
    (await turns.take(keys, () => clock.io(work()), cancel)) ?? {
      ok: false as const,
      fault: cancelled(whereOf(access)),
    }

  return {
    probe: (access, cancel) =>
      alone([placeKey(access)], access, () => probePdu(access, known, optionsOf(cancel)), cancel),

    read: async (target, cancel) => {
      const family = familyOf(target)
      if (!family) return unknownFamily(target)
      return alone(
        keysOf(target),
        target.access,
        () => readPdu(target, family, reachOf(target), optionsOf(cancel)),
        cancel,
      )
    },

    switchOutlet: async (target, outlet, to, mayStill, cancel) => {
      const family = familyOf(target)
      if (!family) return unknownFamily(target)
      const deed = `switched ${to}`
      return switchPdu(
        { target: asLearned(target), family, outlet, to, mayStill, deed, turn: turnOf(target) },
        optionsOf(cancel),
      )
    },

    cutTimed: async (target, outlet, mayStill, cancel) => {
      const family = familyOf(target)
      if (!family) return unknownFamily(target)
      const deed = 'cut for a moment'
      return cutPdu(
        { target: asLearned(target), family, outlet, mayStill, deed, turn: turnOf(target) },
        optionsOf(cancel),
      )
    },

    nameOutlet: async (target, outlet, text, mayStill = yes, cancel) => {
      const family = familyOf(target)
      if (!family) return unknownFamily(target)
      const deed = 'renamed'
      return namePdu(
        { target: asLearned(target), family, outlet, text, mayStill, deed, turn: turnOf(target) },
        optionsOf(cancel),
      )
    },
  }
}

const yes = async (): Promise<boolean> => true

const placeKey = ({ address }: PduAccess): string => `at ${address.host.toLowerCase()} ${address.port}`

const keysOf = (target: PduTarget): string[] => [`is ${target.id}`, placeKey(target.access)]

const unknownFamily = (target: PduTarget): Result<never> =>
  fault(
    'notSupported',
    whereOf(target.access),
    `The PDU family "${target.family}" is not known here.`,
    'Probe the PDU again with this version.',
  )
