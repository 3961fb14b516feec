// Themes, big text, gloves: kept by main, shown by attributes on the page.
import { browserClock } from './clock.ts'
import { setDesk, useDesk } from './desk.ts'
import { mainProcess } from './main-process.ts'
import type { Look } from '#ipc/contract.ts'

const themes: readonly Look['theme'][] = ['system', 'light', 'dark', 'contrast']

export const nextTheme = (theme: Look['theme']): Look['theme'] =>
  themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system'

const media = { contrast: '(prefers-contrast: more)', dark: '(prefers-color-scheme: dark)' } as const

/** Where no choice was made, the system's. */
const shownTheme = (theme: Look['theme']): Exclude<Look['theme'], 'system'> => {
  if (theme !== 'system') return theme
  if (window.matchMedia(media.contrast).matches) return 'contrast'
  return window.matchMedia(media.dark).matches ? 'dark' : 'light'
}

const show = ({ theme, bigText, gloves, motion }: Look, small: boolean): void => {
  const root = document.documentElement
  const set = (name: string, value: string | null): void => {
    if (value === null) delete root.dataset[name]
    else root.dataset[name] = value
  }
  set('theme', shownTheme(theme))
  set('text', bigText || small ? 'big' : null)
  set('gloves', gloves ? 'on' : null)
  set('motion', motion === 'none' ? 'none' : null)
}

const showNow = (): void => show(useDesk.getState().look, useDesk.getState().small)

/** Under this the view shows big text by itself. */
const small = (): boolean => window.innerWidth < 1024 || window.innerHeight < 640

export const loadLook = async (): Promise<void> => {
  window.addEventListener('resize', () => {
    setDesk({ small: small() })
    showNow()
  })
  for (const query of Object.values(media)) window.matchMedia(query).addEventListener('change', showNow)
  setDesk({ small: small() })
  showNow()
  for (;;) {
    const look = await mainProcess.tryCall('getLook', null)
    if (look.ok) {
      setDesk({ look: look.value })
      return showNow()
    }
    await browserClock.wait(1_000)
  }
}

export const changeLook = (change: Partial<Look>): void => {
  const look = { ...useDesk.getState().look, ...change }
  setDesk({ look })
  showNow()
  void mainProcess.tryCall('setLook', look)
}
