// What a window shows: the engine of one data folder, in this process or in another.
import type { Result } from '#core/fault.ts'
import type { Bulletin, Snapshot } from '#ipc/contract.ts'

export interface Shown {
  /** False where another process is the engine: closing this window stops nothing there. */
  readonly engineHere: boolean
  snapshot(): Snapshot
  /** Answers a call of the contract that concerns a site; the fault `gone` when its engine has ended. */
  call(name: string, ask: unknown): Promise<Result<unknown>>
  listen(tell: (bulletin: Bulletin) => void): () => void
  close(): Promise<void>
}
