// The composition root of the process that writes one drive: started by the window or the command line, never by a person.
import { serveOneDrive, type Channel } from './drive-write/serve.ts'
import { targetsHere } from './drive-write/targets-here.ts'
import { systemClock } from './engine/system-clock.ts'
import { platformHere } from './usb/drives.ts'

/** What Electron gives to a utility process; a forked one has the channel of Node. */
interface ParentPort {
  postMessage(message: unknown): void
  on(event: 'message', hear: (event: { data: unknown }) => void): void
}

const channel = (): Channel => {
  const port = (process as NodeJS.Process & { parentPort?: ParentPort }).parentPort
  if (port)
    return {
      send: message => port.postMessage(message),
      onMessage: hear => port.on('message', ({ data }) => hear(data)),
      // Electron ends its utility processes with the window.
      onClosed: () => undefined,
    }
  return {
    send: message => void process.send?.(message),
    onMessage: hear => void process.on('message', hear),
    onClosed: closed => void process.on('disconnect', closed),
  }
}

const [platform, target] = [platformHere(), targetsHere()]
if (!platform || !target) throw new Error(`no drives are written on ${process.platform}`)
serveOneDrive(channel(), {
  clock: systemClock,
  targets: target,
  look: async own => {
    const seen = await platform.list(own)
    return seen.ok ? { ok: true, value: seen.value.drives } : seen
  },
})

/** For a program that would go on to something else. */
export const untilKilled = new Promise<never>(() => undefined)
