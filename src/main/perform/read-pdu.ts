import type { EffectOf } from '#core/effect.ts'
import type { Performer, World } from './world.ts'

const againMs = 2_000

const readOnce = async (pdu: string, world: World): Promise<boolean> => {
  const target = world.targetOf(pdu)
  if (!target) {
    const fault = {
      kind: 'gone' as const,
      where: pdu,
      detail: 'Its credentials are not in the vault.',
      mend: 'Add the PDU again.',
    }
    await world.submit({ kind: 'pduFailed', pdu, fault })
    return false
  }
  const reading = await world.pdus.read(target)
  if (!reading.ok) {
    await world.submit({ kind: 'pduFailed', pdu, fault: reading.fault })
    return false
  }
  world.onReading(pdu, reading.value)
  await world.submit({ kind: 'pduRead', pdu, readings: reading.value.readings })
  return true
}

/** Reads identity and outlets once, trying until the PDU answers. */
export const readPdu: Performer<EffectOf<'readPdu'>> = async ({ pdu }, world, cancel) => {
  while (!cancel.aborted && !(await readOnce(pdu, world))) await world.clock.wait(againMs, cancel)
}

/** Reads again and again, so that another hand's switching is seen. */
export const watchPdu: Performer<EffectOf<'watchPdu'>> = async ({ pdu }, world, cancel) => {
  while (await world.clock.wait(world.pduEveryMs, cancel)) await readOnce(pdu, world)
}
