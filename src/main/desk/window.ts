// The window: how it looks before the page has painted, what its page may do, and what happens when the page fails.
import { join } from 'node:path'
import { app, BrowserWindow, nativeTheme, screen } from 'electron'
import type { Look } from '#ipc/contract.ts'
import { pageUrl, servePage } from './page.ts'
import { guardPage, guardSession } from './posture.ts'
import { least, recall, remember, type Memory } from './window-memory.ts'

export interface WindowNeeds {
  /** Where the bundles lie. */
  readonly buildDir: string
  /** Where the window keeps what it remembers. */
  readonly homeDir: string
  readonly development: boolean
  /** Asked before the window goes; true lets it. */
  mayClose(): boolean
  onTrouble(what: string): void
  onPageGone(reason: string): void
}

export interface Window {
  readonly browser: BrowserWindow
  /** What the page has called an error since it began. */
  readonly complaints: readonly string[]
  keepTheme(theme: Look['theme']): void
}

// `--bg` of each theme in the view's tokens.
const background = (theme: Look['theme']): string => {
  if (theme === 'contrast') return '#000000'
  const dark = theme === 'dark' || (theme === 'system' && nativeTheme.shouldUseDarkColors)
  return dark ? '#0C0F11' : '#F4F3EF'
}

/** A place on a screen that has been unplugged since is no place. */
const placeOf = ({ x, y, width, height }: Memory): { x: number; y: number } | Record<string, never> => {
  if (x === undefined || y === undefined) return {}
  const seen = screen
    .getAllDisplays()
    .some(
      ({ workArea: area }) =>
        x < area.x + area.width - 64 && y < area.y + area.height - 64 && x + width > area.x + 64 && y + height > area.y,
    )
  return seen ? { x, y } : {}
}

export const openWindow = (needs: WindowNeeds): Window => {
  const { buildDir, homeDir, development, onTrouble } = needs
  let memory = recall(homeDir)
  const browser = new BrowserWindow({
    width: memory.width,
    height: memory.height,
    ...placeOf(memory),
    minWidth: least.width,
    minHeight: least.height,
    show: false,
    autoHideMenuBar: true,
    title: 'Racklight',
    backgroundColor: background(memory.theme),
    webPreferences: {
      preload: join(buildDir, 'preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
      devTools: development,
      // An alarm must sound and a lamp must turn while another window lies on top.
      backgroundThrottling: false,
    },
  })
  const complaints: string[] = []
  const page = browser.webContents
  servePage(page.session, join(buildDir, 'renderer'))
  guardSession(page.session)
  guardPage(page)

  app.on('second-instance', () => {
    if (browser.isMinimized()) browser.restore()
    browser.focus()
  })
  browser.once('ready-to-show', () => {
    if (memory.maximized) browser.maximize()
    browser.show()
  })
  const keep = (): void => {
    const { width, height, x, y } = browser.getNormalBounds()
    memory = { ...memory, width, height, x, y, maximized: browser.isMaximized() }
    remember(homeDir, memory)
  }
  browser.on('close', event => {
    keep()
    if (!needs.mayClose()) event.preventDefault()
  })
  page.on('console-message', ({ level, message }) => {
    if (level !== 'error') return
    complaints.push(message)
    onTrouble(`page: ${message}`)
  })
  page.on('did-fail-load', (_event, code, words) => onTrouble(`the page did not load: ${words} (${code})`))
  page.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return
    onTrouble(`the page ended: ${reason}`)
    // Not at once: Electron ends with the page if a new one is asked for while it puts the old one away.
    setImmediate(() => needs.onPageGone(reason))
  })
  void browser.loadURL(pageUrl).catch((error: unknown) => onTrouble(String(error)))
  return {
    browser,
    complaints,
    keepTheme: theme => {
      if (theme === memory.theme) return
      memory = { ...memory, theme }
      browser.setBackgroundColor(background(theme))
      remember(homeDir, memory)
    },
  }
}
