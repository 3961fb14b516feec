// One virtual machine that a test can watch; it is unplugged when the test ends.
import { onTestFinished } from 'vitest'
import type { EnlistFacts, MachinePhase, VirtualMachineOptions } from '#sim/machine/machine-shape.ts'
import { makeVirtualMachine } from '#sim/machine/virtual-machine.ts'
import type { VirtualClock } from '#sim/virtual-clock.ts'
import { machine } from '../checkin/lab.ts'

export const build = (clock: VirtualClock, changed: Partial<VirtualMachineOptions> = {}) => {
  const phases: MachinePhase[] = []
  const enlisted: EnlistFacts[] = []
  const made = makeVirtualMachine({
    clock,
    ...machine,
    cords: ['a'],
    bootMs: () => ({ toKernel: 60_000, toScript: 30_000 }),
    onEnlist: facts => void enlisted.push(facts),
    ...changed,
  })
  made.onChange(phase => phases.push(phase))
  onTestFinished(() => {
    for (const cord of changed.cords ?? ['a']) made.power(cord, false)
  })
  return { made, phases, enlisted }
}
