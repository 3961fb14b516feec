// How the app ends: a run is made safe before its engine goes, and everything is put down in order.
import { constants } from 'node:os'
import { app, type BrowserWindow } from 'electron'
import type { Clock } from '#core/ports.ts'
import { askToClose } from './dialogs.ts'

export interface LeavingNeeds {
  readonly clock: Clock
  window(): BrowserWindow | null
  /** A run of our own engine that would stop with us. */
  wouldStopRun(): boolean
  makeSafe(): Promise<void>
  close(): Promise<void>
}

export interface Leaving {
  /** Asked by the window before it closes. */
  mayClose(): boolean
  /** Ends without asking anybody, with this exit status. */
  leave(status: number): void
}

const mostMs = 15_000

export const makeLeaving = ({ clock, window, wouldStopRun, makeSafe, close }: LeavingNeeds): Leaving => {
  let leaving = false
  let asking = false
  let closed = false
  let status = 0

  const ask = async (of: BrowserWindow): Promise<void> => {
    asking = true
    const yes = await askToClose(of)
    asking = false
    if (!yes) return
    leaving = true
    app.quit()
  }
  const putDown = async (): Promise<void> => {
    if (wouldStopRun()) await makeSafe()
    await close()
  }

  app.on('window-all-closed', () => app.quit())
  app.on('will-quit', event => {
    if (closed) return
    event.preventDefault()
    leaving = true
    void Promise.race([putDown(), clock.wait(mostMs)])
      .catch(() => {})
      .then(() => {
        closed = true
        app.exit(status)
      })
  })
  const leave = (with_: number): void => {
    leaving = true
    status = with_
    app.quit()
  }
  for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => leave(128 + constants.signals[signal]))

  return {
    mayClose: () => {
      const of = window()
      if (leaving || !of || !wouldStopRun()) return true
      if (!asking) void ask(of)
      return false
    },
    leave,
  }
}
