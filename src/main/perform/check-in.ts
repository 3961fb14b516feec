import type { EffectOf } from '#core/effect.ts'
import { untilStopped } from './until-stopped.ts'
import type { Performer } from './world.ts'

const againMs = 5_000

/** Keeps the plain side of the check-in server open while a key from which firmware starts is in use. */
export const serveHints: Performer<EffectOf<'serveHints'>> = async (_effect, world, cancel) => {
  while (!cancel.aborted) {
    const opened = await world.checkIn.openHints()
    if (!opened.ok) {
      await world.clock.wait(againMs, cancel)
      continue
    }
    await untilStopped(cancel)
    await opened.value.close()
  }
}

/** Keeps the check-in server open as long as the run needs it. */
export const serveCheckIn: Performer<EffectOf<'serveCheckIn'>> = async (_effect, world, cancel) => {
  while (!cancel.aborted) {
    const opened = await world.checkIn.open(world.state().run?.id ?? '')
    if (!opened.ok) {
      world.checkIn.onState({ open: false, url: null, fault: opened.fault })
      await world.clock.wait(againMs, cancel)
      continue
    }
    world.checkIn.onState({ open: true, url: opened.value.url, fault: null })
    await untilStopped(cancel)
    await opened.value.close()
    world.checkIn.onState({ open: false, url: null, fault: null })
  }
}
