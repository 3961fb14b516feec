// A run keeps the laptop awake, and so does a drive that is being written; a laptop that sleeps all the same makes safe first.
import { powerMonitor, powerSaveBlocker } from 'electron'

export interface AwakeNeeds {
  isRunOpen(): boolean
  isWriting(): boolean
  makeSafe(): void
}

export interface Awake {
  /** To be called after every change of the state. */
  look(): void
  release(): void
}

export const stayAwake = ({ isRunOpen, isWriting, makeSafe }: AwakeNeeds): Awake => {
  let blocker: number | null = null
  const release = (): void => {
    if (blocker !== null) powerSaveBlocker.stop(blocker)
    blocker = null
  }
  powerMonitor.on('suspend', () => {
    if (isRunOpen()) makeSafe()
  })
  return {
    look: () => {
      if (!isRunOpen() && !isWriting()) release()
      // The screen too: the instruction on it is what the hand follows.
      else blocker ??= powerSaveBlocker.start('prevent-display-sleep')
    },
    release,
  }
}
