import { describe, expect, it } from 'vitest'
import { fault, ok } from '#core/fault.ts'
import { emptyState } from '#core/state.ts'
import type { Bulletin, Snapshot } from '#ipc/contract.ts'
import type { Shown } from '#main/desk/shown.ts'
import { makeStage } from '#main/desk/stage.ts'

const site = (name: string, log: string[]) => {
  const ears = new Set<(bulletin: Bulletin) => void>()
  const snapshot = { kind: 'snapshot', rev: 0, state: emptyState, app: { dataDir: name } } as unknown as Snapshot
  const shown: Shown = {
    engineHere: true,
    snapshot: () => snapshot,
    call: () => Promise.resolve(ok(name)),
    listen: ear => {
      ears.add(ear)
      return () => void ears.delete(ear)
    },
    close: () => Promise.resolve(void log.push(`${name} closed`)),
  }
  const speak = (): void =>
    ears.forEach(ear => ear({ kind: 'events', from: 0, to: 0, events: [], said: name } as unknown as Bulletin))
  return { shown, speak }
}

const stageOf = () => {
  const log: string[] = []
  const real = site('real', log)
  const told: string[] = []
  const tell = (bulletin: Bulletin): void => {
    told.push(bulletin.kind === 'snapshot' ? `snapshot of ${bulletin.app.dataDir}` : JSON.stringify(bulletin))
  }
  const stage = makeStage({ open: () => Promise.resolve(real.shown), tell })
  return { log, real, told, stage }
}

describe('what stands on the stage', () => {
  it('is the site of the data folder, opened once', async () => {
    const { stage, real, told } = stageOf()
    expect(await stage.current()).toBe(real.shown)
    expect(await stage.current()).toBe(real.shown)
    real.speak()
    expect(told).toHaveLength(1)
  })

  it('is the practice rack while somebody practises, and the site again after', async () => {
    const { stage, real, told, log } = stageOf()
    await stage.current()
    const practice = site('practice', log)
    await stage.practise(() => Promise.resolve(ok({ shown: practice.shown })))
    expect(await stage.current()).toBe(practice.shown)
    expect(stage.isPractising()).toBe(true)
    real.speak()
    await stage.leavePractice()
    practice.speak()
    expect(told).toEqual(['snapshot of practice', 'snapshot of real'])
    expect(await stage.current()).toBe(real.shown)
    expect(log).toEqual(['practice closed'])
  })

  it('keeps whoever asks waiting while the first practice rack is set up', async () => {
    const { stage, log } = stageOf()
    const practice = site('practice', log)
    const ready = Promise.withResolvers<void>()
    const opened = stage.practise(async () => {
      await ready.promise
      return ok({ shown: practice.shown })
    })
    const asked = stage.current()
    ready.resolve()
    await opened
    expect(await asked).toBe(practice.shown)
  })

  it('stays with the site when a practice rack cannot be set up', async () => {
    const { stage, real } = stageOf()
    const failed = await stage.practise(() => Promise.resolve(fault('io', 'practice', 'no socket is free')))
    expect(failed.ok).toBe(false)
    expect(await stage.current()).toBe(real.shown)
  })

  it('puts everything down at the end, practice first', async () => {
    const { stage, log } = stageOf()
    await stage.current()
    await stage.practise(() => Promise.resolve(ok({ shown: site('practice', log).shown })))
    await stage.close()
    expect(log).toEqual(['practice closed', 'real closed'])
  })
})
