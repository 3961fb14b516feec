// The only place that hears the renderer, and the only one that speaks to it.
import { ipcMain, type IpcMainInvokeEvent, type WebContents } from 'electron'
import type { Bulletin } from '#ipc/contract.ts'
import type { Answering, Caller } from './answers.ts'

const callerOf = ({ sender, senderFrame }: IpcMainInvokeEvent, ours: WebContents | null): Caller => ({
  url: senderFrame?.url ?? null,
  isMainFrame: senderFrame !== null && senderFrame === sender.mainFrame,
  isOurWindow: ours !== null && sender === ours,
})

/** Answers calls from now on; the table itself may still be loading. */
export const serveCalls = (page: () => WebContents | null, ready: Promise<Answering>): void => {
  ipcMain.handle('racklight:call', async (event, name: unknown, ask: unknown) => {
    const caller = callerOf(event, page())
    const answer = await ready
    return answer(caller, name, ask)
  })
}

export const tellPage = (page: WebContents | null, bulletin: Bulletin): void => {
  if (page && !page.isDestroyed() && !page.isCrashed()) page.send('racklight:bulletin', bulletin)
}
