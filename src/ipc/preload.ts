// The bridge: two channels, no list, no logic. Main validates names, senders and shapes.
import { contextBridge, ipcRenderer } from 'electron'

contextBridge.exposeInMainWorld('racklight', {
  call: (name: string, ask: unknown) => ipcRenderer.invoke('racklight:call', name, ask),
  listen: (hear: (bulletin: unknown) => void) => {
    const heard = (_event: unknown, bulletin: unknown): void => hear(bulletin)
    ipcRenderer.on('racklight:bulletin', heard)
    return () => ipcRenderer.removeListener('racklight:bulletin', heard)
  },
})
