// A server made of software: lives on its cords, boots, runs the enlisting script over the real wire, dies with its power.
import { chanceUuid, seededChance } from './chance.ts'
import { makeCords } from './cords.ts'
import { runFirmwareLoop } from './firmware-loop.ts'
import { usualBootMs, usualWatts, type MachinePhase, type VirtualMachineOptions } from './machine-shape.ts'
import type { Identity } from './prover.ts'
import type { ScriptLife } from './script-life.ts'
import { runScript } from './script.ts'
import { readStick } from './stick.ts'
import { makeWireClient } from './wire-client.ts'

export interface VirtualMachine {
  readonly identity: Identity
  readonly phase: MachinePhase
  /** New at each boot; null while there is none. */
  readonly bootId: string | null
  /** Times the stick was read since it was put in. */
  readonly keyReads: number
  readonly loadWatts: number
  loadOf(cord: string): number
  power(cord: string, live: boolean): void
  insertKey(folder: string): void
  removeKey(): void
  pressPower(): void
  /** The operating system switches it off. */
  shutDown(): void
  onChange(listener: (phase: MachinePhase) => void): () => void
}

export const makeVirtualMachine = (options: VirtualMachineOptions): VirtualMachine => {
  const { clock, uuid, serial, macs } = options
  const identity: Identity = { uuid, serial, macs }
  const chance = seededChance(options.seed ?? 1)
  const cords = makeCords(options.cords)
  const listeners = new Set<(phase: MachinePhase) => void>()
  const pace = options.pace ?? 1
  let phase: MachinePhase = 'dead'
  let bootId: string | null = null
  let life = new AbortController()
  let keyFolder: string | null = null
  let keyReads = 0

  const enter = (next: MachinePhase): void => {
    if (next === phase) return
    phase = next
    listeners.forEach(listener => listener(next))
  }
  const stop = (next: 'dead' | 'standby'): void => {
    life.abort()
    bootId = null
    enter(next)
  }

  const scriptLife = (cancel: AbortSignal, boot: string, kernelAt: number): ScriptLife => ({
    clock,
    cancel,
    chance,
    identity,
    bootId: boot,
    uptimeMs: () => clock.now() - kernelAt,
    readKey: async () => {
      const stick = await clock.io(readStick(keyFolder))
      if (stick) keyReads++
      return stick
    },
    wireTo: (urls, pin) => {
      const { localAddress, onSend } = options
      const wire = makeWireClient({
        clock,
        urls,
        pin,
        ...(localAddress && { localAddress }),
        ...(onSend && { onSend }),
      })
      cancel.addEventListener('abort', () => wire.destroy())
      return wire
    },
    lanUrls: options.lanUrls ?? [],
    say: next => cancel.aborted || enter(next),
  })

  const boot = async (): Promise<void> => {
    life = new AbortController()
    const { signal } = life
    const thisBoot = chanceUuid(chance)
    const bootMs = (options.bootMs ?? usualBootMs)(chance)
    bootId = thisBoot
    enter('firmware')
    if (!(await clock.wait(bootMs.toKernel / pace, signal))) return
    if (options.carrier === 'firmware' && (await runFirmwareLoop(scriptLife(signal, thisBoot, clock.now()))) === 'dead')
      return
    const kernelAt = clock.now()
    enter('kernel')
    if (!(await clock.wait(bootMs.toScript / pace, signal))) return
    if (options.bootsInto?.() === 'disk') return enter('running')
    const script = scriptLife(signal, thisBoot, kernelAt)
    const { how, proof, accepted } = await runScript(script)
    if (signal.aborted || how === 'dead') return
    if (how === 'off') return stop('standby')
    enter('enlisting')
    const exit = options.gate === 'strict' && proof === null ? 1 : 0
    await options.onEnlist?.({ ...identity, bootId: thisBoot, uptimeMs: script.uptimeMs(), proof, accepted, exit })
    if (!signal.aborted) enter('running')
  }

  return {
    identity,
    get phase() {
      return phase
    },
    get bootId() {
      return bootId
    },
    get keyReads() {
      return keyReads
    },
    get loadWatts() {
      return { ...usualWatts, ...options.watts }[phase]
    },
    loadOf(cord) {
      return cords.shareOf(cord, this.loadWatts)
    },
    power: (cord, live) => {
      const supply = cords.set(cord, live)
      if (supply === 'lost') stop('dead')
      if (supply !== 'gained') return
      if (options.staysOffAfterAcLoss) enter('standby')
      else void boot()
    },
    insertKey: folder => {
      keyFolder = folder
      keyReads = 0
    },
    removeKey: () => {
      keyFolder = null
    },
    pressPower: () => {
      if (phase === 'standby') void boot()
      else if (phase !== 'dead') stop('standby')
    },
    shutDown: () => {
      if (phase !== 'dead') stop('standby')
    },
    onChange: listener => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
