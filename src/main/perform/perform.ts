// One performer for each kind of effect; an effect without one does not compile.
import type { Effect, EffectKind, EffectOf } from '#core/effect.ts'
import type { Cancel } from '#core/ports.ts'
import { watchCanaries } from './canaries.ts'
import { serveCheckIn, serveHints } from './check-in.ts'
import { listen, steadyHeart, watchHearts } from './hearts.ts'
import { recordInMaas, watchMaas } from './maas.ts'
import { readPdu, watchPdu } from './read-pdu.ts'
import { switchOutlet } from './switch-outlet.ts'
import { wait } from './wait.ts'
import { weigh } from './weigh.ts'
import type { Performer, World } from './world.ts'

const performers: { readonly [K in EffectKind]: Performer<EffectOf<K>> } = {
  readPdu,
  watchPdu,
  switchOutlet,
  wait,
  serveCheckIn,
  serveHints,
  steadyHeart,
  weigh,
  listen,
  watchHearts,
  watchCanaries,
  watchMaas,
  recordInMaas,
}

const perform = <K extends EffectKind>(kind: K, effect: EffectOf<K>, world: World, cancel: Cancel): Promise<void> =>
  performers[kind](effect, world, cancel)

export const performIn =
  (world: World) =>
  (effect: Effect, cancel: Cancel): Promise<void> =>
    perform(effect.kind, effect, world, cancel)
