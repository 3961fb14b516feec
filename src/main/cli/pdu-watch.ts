import type { Fault, Result } from '#core/fault.ts'
import type { PduReading } from '#core/ports.ts'
import type { OutletReading } from '#core/rack.ts'
import { makePduPort } from '../pdu/port.ts'
import { targetIn } from '../site/pdu-access.ts'
import { clock, stateOf } from './folder.ts'
import { need, Stop, verb, type Ending } from './frame.ts'
import { pduNamed } from './outlets.ts'
import { existingVault } from './vault.ts'
import { iso } from './words.ts'

const everyMs = 2_000

type Change =
  | { readonly outlet: string; readonly from: string; readonly to: string; readonly watts: number | null }
  | { readonly silent: string | null }

interface Known {
  readonly outlets: ReadonlyMap<string, OutletReading>
  readonly silent: string | null
}

/** What is otherwise than before; loads alone are no change, they never stand still. */
const changes = ({ outlets, silent }: Known, read: Result<PduReading>): Change[] => {
  if (!read.ok) return silent === read.fault.detail ? [] : [{ silent: read.fault.detail }]
  const answers: Change[] = silent === null ? [] : [{ silent: null }]
  const moved = read.value.readings.flatMap(({ outlet, state, watts }): Change[] => {
    const from = outlets.get(outlet)?.state
    return from === undefined || from === state ? [] : [{ outlet, from, to: state, watts }]
  })
  return [...answers, ...moved]
}

const words = (name: string, change: Change): string => {
  if ('outlet' in change) return `${name} outlet ${change.outlet}: ${change.from} to ${change.to}`
  return change.silent === null ? `${name} answers again` : `${name} does not answer: ${change.silent}`
}

const noSecrets = (where: string): Fault => ({
  kind: 'gone',
  where,
  detail: 'Its credentials are not in the vault.',
  mend: 'Add the PDU again.',
})

export const made = verb({
  takes: ['NAME'],
  says: 'Reads a PDU every 2 s and tells each change of an outlet, a line each, until it is stopped. Reads only, also beside a run.',
  options: {},
  example: 'pdu watch pdu-a --json',
  run: async (call): Promise<Ending> => {
    const state = await stateOf(call)
    const pdu = pduNamed(state, call.words[0] ?? '')
    const vault = await existingVault(call)
    const target = vault && targetIn(state, vault, pdu.id)
    if (!target) throw new Stop({ kind: 'fault', fault: noSecrets(`PDU ${pdu.name}`) })
    const stop = call.onSignal()
    const port = makePduPort({ clock })
    const first = need(await port.read(target, stop))
    let known: Known = { outlets: new Map(first.readings.map(one => [one.outlet, one])), silent: null }
    const at = iso(clock.now())
    call.out.line({ at, pdu: pdu.name, watching: first.readings.length }, `Watching ${first.readings.length} outlets …`)
    while (await clock.wait(everyMs, stop)) {
      const read = await port.read(target, stop)
      if (stop.aborted) break
      for (const change of changes(known, read))
        call.out.line({ at: iso(clock.now()), pdu: pdu.name, ...change }, words(pdu.name, change))
      known = read.ok
        ? { outlets: new Map(read.value.readings.map(one => [one.outlet, one])), silent: null }
        : { ...known, silent: read.fault.detail }
      // Another PDU behind the address is nothing to go on watching.
      if (!read.ok && read.fault.kind === 'wrongDevice') return { kind: 'fault', fault: read.fault }
    }
    return { kind: 'told', status: 0 }
  },
})
