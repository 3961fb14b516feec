// What no page may do here: ask for permissions, leave, open windows, load from anywhere else.
import type { Session, WebContents } from 'electron'
import { pageUrl } from './page.ts'

const elsewhere = ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'ftp://*/*', 'file://*/*']

// Copying a line and filling the screen are asked for by a key the person presses; everything else is refused.
const harmless = new Set(['clipboard-sanitized-write', 'fullscreen'])

export const guardSession = (session: Session): void => {
  session.setPermissionRequestHandler((_page, permission, answer) => answer(harmless.has(permission)))
  session.setPermissionCheckHandler((_page, permission) => harmless.has(permission))
  session.setDevicePermissionHandler(() => false)
  session.on('will-download', event => event.preventDefault())
  session.setSpellCheckerEnabled(false)
  session.webRequest.onBeforeRequest({ urls: elsewhere }, (_request, answer) => answer({ cancel: true }))
}

export const guardPage = (page: WebContents): void => {
  page.setWindowOpenHandler(() => ({ action: 'deny' }))
  const stay = (event: { preventDefault(): void; readonly url: string }): void => {
    if (event.url !== pageUrl) event.preventDefault()
  }
  page.on('will-navigate', stay)
  page.on('will-frame-navigate', stay)
  page.on('will-redirect', stay)
  page.on('will-attach-webview', event => event.preventDefault())
}
