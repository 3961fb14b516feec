// What the window asks or says outside its page.
import { dialog, type BrowserWindow } from 'electron'
import type { Fault } from '#core/fault.ts'

export const chooseFolder = async (window: BrowserWindow): Promise<string | null> => {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    properties: ['openDirectory', 'createDirectory'],
    buttonLabel: 'Choose this folder',
  })
  return canceled ? null : (filePaths[0] ?? null)
}

export const chooseFile = async (window: BrowserWindow, name: string): Promise<string | null> => {
  const { canceled, filePath } = await dialog.showSaveDialog(window, { defaultPath: name, buttonLabel: 'Save' })
  return canceled ? null : filePath
}

/** A data folder that cannot be opened: true to try again. */
export const askAgain = async (window: BrowserWindow, { where, detail, mend }: Fault): Promise<boolean> => {
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    message: `Racklight cannot open its data folder: ${detail}`,
    detail: [where, ...(mend ? [mend] : [])].join('\n\n'),
    buttons: ['Try again', 'Close Racklight'],
    defaultId: 0,
    cancelId: 1,
    noLink: true,
  })
  return response === 0
}

/** The page is only the view: what it showed lives on in the engine, and a new page shows it again. */
export const askForNewPage = async (window: BrowserWindow, reason: string): Promise<boolean> => {
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    message: 'The view has failed.',
    detail: `The run goes on without it, and nothing is lost. (${reason})`,
    buttons: ['Show it again', 'Close Racklight'],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  })
  return response === 0
}

export const askToClose = async (window: BrowserWindow): Promise<boolean> => {
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    message: 'A run is open.',
    detail: 'Closing makes it safe first: nothing more is switched, and what is on stays on.',
    buttons: ['Make safe and close', 'Stay'],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  })
  return response === 0
}
