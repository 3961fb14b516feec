// Tells when something was plugged or pulled: events of the USB bus, and of /dev, each only as a nudge to look again.
import { watch, type FSWatcher } from 'node:fs'
import type { usb as Usb } from 'usb'

const loadUsb = async (): Promise<typeof Usb | null> => {
  try {
    return (await import('usb')).usb
  } catch {
    // No binary for this platform: the regular look remains.
    return null
  }
}

/** Calls `onNudge` at every sign of a change, until the returned function is called. A missing USB bus is no error. */
export const watchPlugs = (dev: string, onNudge: () => void): (() => void) => {
  let stopped = false
  let files: FSWatcher | null = null
  try {
    files = watch(dev, () => onNudge())
    files.on('error', () => files?.close())
  } catch {
    // Not a system with such a folder.
  }
  const loaded = loadUsb().then(async usb => {
    // Without a bus the library rejects, and would do so once more, unheard, when it is listened to.
    const hasBus =
      usb !== null &&
      (await usb.getDevices().then(
        () => true,
        () => false,
      ))
    if (!hasBus || stopped) return null
    usb.addEventListener('connect', onNudge)
    usb.addEventListener('disconnect', onNudge)
    return usb
  })
  return () => {
    stopped = true
    files?.close()
    void loaded.then(usb => {
      usb?.removeEventListener('connect', onNudge)
      usb?.removeEventListener('disconnect', onNudge)
    })
  }
}
