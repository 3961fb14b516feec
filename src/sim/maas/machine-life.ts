// What happens to a machine: commissioning and its end, from MAAS's side and from the machine's own.
import type { Answer } from './answer.ts'
import { sentence } from './answer.ts'
import { describeMachine } from './describe.ts'
import type { Account } from './login.ts'
import type { SimMachine } from './machine.ts'
import type { MaasWorld } from './world.ts'

/** Why MAAS cannot commission this machine; null when it can. */
export function unavailable(world: MaasWorld, machine: SimMachine): Answer | null {
  if (machine.powerType === '')
    return sentence(500, 'Unconfigured power type. Please configure the power type and try again.')
  if (!world.knobs.rackConnected)
    return sentence(400, `Ephemeral operating system ubuntu ${world.series} is unavailable.`)
  return null
}

/** Starts commissioning and gives the machine as MAAS describes it right then. */
export function commission(
  world: MaasWorld,
  machine: SimMachine,
  account: Account,
  withTests: boolean,
): Record<string, unknown> {
  world.note(machine, 'DEBUG', 'User starting node commissioning', `(${account.username})`, account.username)
  world.note(machine, 'INFO', 'Commissioning')
  machine.owner = account.username
  machine.commissioningResultId = world.next()
  machine.aborted = false
  machine.testingResultId = withTests ? world.next() : null
  world.setStatus(machine, 'Commissioning')
  const described = describeMachine(world, machine)
  if (machine.powerType !== 'manual') machine.powerState = world.knobs.powerAnswer
  return described
}

/** The machine reports the end of enlistment or commissioning. */
export function finishCommissioning(world: MaasWorld, machine: SimMachine, passed: boolean): void {
  if (machine.status !== 'Commissioning') return
  const enlisting = machine.owner === null
  const end = !passed ? 'Failed commissioning' : enlisting ? 'New' : 'Ready'
  world.note(machine, 'INFO', end)
  if (passed) machine.owner = null
  world.setStatus(machine, end)
}

export function abort(world: MaasWorld, machine: SimMachine): Record<string, unknown> {
  world.note(machine, 'INFO', 'Aborted commissioning')
  machine.owner = null
  if (machine.powerType !== 'manual') machine.powerState = world.knobs.powerAnswer
  // The answer still says Commissioning.
  const described = describeMachine(world, machine)
  machine.aborted = true
  world.setStatus(machine, 'New')
  return described
}

/** An administrator acquires the machine and deploys it; the installation itself takes no time here. */
export function deploy(world: MaasWorld, machine: SimMachine): void {
  world.note(machine, 'DEBUG', 'User acquiring node', '(admin)', 'admin')
  machine.owner = 'admin'
  world.setStatus(machine, 'Allocated')
  world.note(machine, 'DEBUG', 'User starting deployment', '(admin)', 'admin')
  world.note(machine, 'INFO', 'Deploying')
  world.setStatus(machine, 'Deploying')
  world.note(machine, 'INFO', 'Deployed')
  world.setStatus(machine, 'Deployed')
}
