// What a person should know about a PDU before relying on it.
import { sharedName, type OutletFacts, type OutletReading, type PduFacts, type SharedLoad } from '#core/rack.ts'
import type { Control } from './family.ts'
import type { Identity } from './identity.ts'

export interface Concern {
  readonly control: Control
  readonly identity: Identity
  readonly outlets: readonly OutletFacts[]
  readonly readings: readonly OutletReading[]
  readonly loads: readonly SharedLoad[]
  /** Seconds, one entry an outlet; -1 is never. */
  readonly delays: readonly { readonly on: number; readonly off: number }[]
}

export function warningsOf({ control, identity, outlets, readings, loads, delays }: Concern): string[] {
  const those = (holds: (at: number) => boolean): string[] =>
    outlets.filter((_, at) => holds(at)).map(outlet => outlet.id)
  const warnings: string[] = []
  const say = (ids: readonly string[], text: (list: string) => string): void => {
    if (ids.length > 0) warnings.push(text(listOf(ids)))
  }
  if (outlets.length === 0) warnings.push('It has no outlets that can be switched or watched over SNMP.')
  if (new Set(outlets.map(outlet => outlet.id)).size < outlets.length)
    warnings.push('Several rows of its table claim the same outlet; those outlets cannot be switched.')
  const { control: known, controlWhy } = knownControl(control)
  if (controlWhy !== '') warnings.push(controlWhy)
  if (known !== 'readOnly')
    say(
      those(at => !outlets[at]?.switchable),
      list => `Outlets without a switch: ${list}.`,
    )
  for (const load of loads.filter(({ tripped }) => tripped))
    warnings.push(`The breaker of ${sharedName(load)} on unit ${load.unit} is tripped: nothing behind it is fed.`)
  say(
    those(at => readings[at]?.state === 'pending'),
    list => `A command is still pending on outlets ${list}.`,
  )
  say(
    those(at => readings[at]?.state === 'unknown'),
    list => `The PDU does not know the state of outlets ${list}.`,
  )
  say(
    those(at => delays[at]?.on === -1),
    list =>
      `Power-on delay "never" on outlets ${list}: they stay off after a power failure, and delayed commands do nothing.`,
  )
  say(
    those(at => delays[at]?.off === -1),
    list => `Power-off delay "never" on outlets ${list}: delayed commands do nothing.`,
  )
  if (identity.grade === 'weak')
    warnings.push(
      'It tells no serial number, engine id or MAC: if another PDU of this kind took its address, nobody would notice.',
    )
  return warnings
}

/** How far the commands of a family are known, and why it is not simply switched. */
export function knownControl(control: Control): Pick<PduFacts, 'control' | 'controlWhy'> {
  if (typeof control === 'object')
    return { control: 'readOnly', controlWhy: `It is listed, and never switched: ${control.readOnly}` }
  return { control, controlWhy: control === 'unproven' ? unproven : '' }
}

const unproven =
  "Its commands are known from the manufacturer's description alone and were never seen on a real unit: watch one empty outlet go off and on before you rely on them."

/** "1-3, 7" for neighbours in the PDU's own order. */
function listOf(ids: readonly string[]): string {
  const runs: string[][] = []
  for (const id of ids) {
    const run = runs.at(-1)
    if (run && follows(run.at(-1) ?? '', id)) run.push(id)
    else runs.push([id])
  }
  return runs.map(run => (run.length > 2 ? `${run[0]}-${run.at(-1)}` : run.join(', '))).join(', ')
}

function follows(before: string, after: string): boolean {
  const [a, b] = [before.split('.'), after.split('.')]
  return (
    a.length === b.length &&
    a.slice(0, -1).join() === b.slice(0, -1).join() &&
    Number(b.at(-1)) === Number(a.at(-1)) + 1
  )
}
