// What the window shows at this moment: the site of the data folder, or the practice rack in front of it.
import type { Result } from '#core/fault.ts'
import { openRun } from '#core/state.ts'
import type { Bulletin } from '#ipc/contract.ts'
import type { Shown } from './shown.ts'

export interface Stage {
  /** What is shown; waits until it is open. */
  current(): Promise<Shown>
  /** What is shown now, if it is open. */
  front(): Shown | null
  isRunOpen(): boolean
  /** A drive is being written. */
  isWriting(): boolean
  isPractising(): boolean
  /** Opens the site of the data folder anew, after its engine in another process has ended. */
  reopen(): void
  practise<P extends { readonly shown: Shown }>(open: () => Promise<Result<P>>): Promise<Result<P>>
  leavePractice(): Promise<void>
  close(): Promise<void>
}

export interface StageNeeds {
  /** Does not come back before the site is open. */
  open(): Promise<Shown>
  tell(bulletin: Bulletin): void
}

export const makeStage = ({ open, tell }: StageNeeds): Stage => {
  let site: Promise<Shown> | null = null
  let practice: Shown | null = null
  let front: Shown | null = null
  let deaf: () => void = () => {}
  /** Practice racks come and go one at a time; whoever asks what is shown waits for the change under way. */
  let change: Promise<unknown> = Promise.resolve()

  const show = (next: Shown): void => {
    if (front === next) return
    const anew = front !== null
    deaf()
    front = next
    deaf = next.listen(tell)
    if (anew) tell(next.snapshot())
  }
  const openSite = async (): Promise<Shown> => {
    const opened = await open()
    if (!practice) show(opened)
    return opened
  }
  const theSite = (): Promise<Shown> => (site ??= openSite())

  const endPractice = async (): Promise<void> => {
    const old = practice
    practice = null
    await old?.close()
  }
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = change.then(work)
    change = done.catch(() => undefined)
    return done
  }

  return {
    current: async () => {
      if (!front) await change
      return practice ?? theSite()
    },
    front: () => front,
    isRunOpen: () => front !== null && openRun(front.snapshot().state) !== null,
    isWriting: () => front !== null && Object.keys(front.snapshot().gauges.writes).length > 0,
    isPractising: () => practice !== null,
    reopen: () => {
      site = openSite()
    },
    practise: make =>
      inTurn(async () => {
        await endPractice()
        const made = await make()
        if (!made.ok) {
          show(await theSite())
          return made
        }
        practice = made.value.shown
        show(practice)
        return made
      }),
    leavePractice: () =>
      inTurn(async () => {
        const old = practice
        practice = null
        show(await theSite())
        await old?.close()
      }),
    close: async () => {
      deaf()
      await change
      await endPractice()
      await (await site)?.close()
    },
  }
}
