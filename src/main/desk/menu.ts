// The menu: what the platform expects and nothing of our own; everything else is in the window.
import { Menu, type MenuItemConstructorOptions } from 'electron'

const mac = process.platform === 'darwin'

/** The page has F11 itself; here the entry must not answer the key a second time. */
const view = (development: boolean): MenuItemConstructorOptions[] => [
  { role: 'resetZoom' },
  { role: 'zoomIn' },
  { role: 'zoomOut' },
  { type: 'separator' },
  { role: 'togglefullscreen', registerAccelerator: false },
  ...(development ? ([{ type: 'separator' }, { role: 'reload' }, { role: 'toggleDevTools' }] as const) : []),
]

export const setMenu = (development: boolean): void =>
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      mac ? { role: 'appMenu' } : { label: 'Racklight', submenu: [{ role: 'quit' }] },
      { role: 'editMenu' },
      { label: 'View', submenu: view(development) },
      { role: 'windowMenu' },
    ]),
  )
