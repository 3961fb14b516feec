// The window's composition root. What the first picture does not need is loaded while the page starts.
import { join } from 'node:path'
import { app } from 'electron'
import type { Result } from '#core/fault.ts'
import type { Bench } from '#sim/bench.ts'
import { stayAwake } from './desk/awake.ts'
import { askAgain, askForNewPage, chooseFile, chooseFolder } from './desk/dialogs.ts'
import { readFlags, verbWords, type Flags } from './desk/flags.ts'
import { refuse, takeHome, type Home } from './desk/home.ts'
import { makeLeaving } from './desk/leaving.ts'
import { logBugs, openLog } from './desk/log.ts'
import { setMenu } from './desk/menu.ts'
import { claimScheme } from './desk/page.ts'
import type { Practice, PracticeNeeds, PracticeWish } from './desk/practice.ts'
import { serveCalls, tellPage } from './desk/serve.ts'
import type { Shown } from './desk/shown.ts'
import type { Stage } from './desk/stage.ts'
import { openWindow } from './desk/window.ts'
import { systemClock as clock } from './engine/system-clock.ts'
import { defaultDataDir } from './site/data-dir.ts'

const usual = { practice: { outlets: 12, feeds: 1, technician: true }, pace: 60 } as const

const loadEngine = async () => ({
  ...(await import('./desk/answers.ts')),
  ...(await import('./desk/handlers.ts')),
  ...(await import('./desk/stage.ts')),
  ...(await import('./desk/keychain.ts')),
  ...(await import('./desk/utility-writer.ts')),
  ...(await import('./site/window-site.ts')),
})

const openDesk = (flags: Flags, { dir, windowDir }: Home): void => {
  const development = !app.isPackaged
  const pace = flags.pace ?? usual.pace
  const log = openLog(dir, clock)
  log.say(`Racklight ${app.getVersion()}, Electron ${process.versions.electron}`)
  logBugs(log)
  setMenu(development)
  let stage: Stage | null = null
  const isRunOpen = (): boolean => stage?.isRunOpen() ?? false
  const makeSafe = async (): Promise<void> => {
    const front = stage?.front()
    if (!front) return
    const { person, host } = front.snapshot().app
    await front.call('command', { kind: 'makeSafe', by: { person, host } })
  }
  const awake = stayAwake({ isRunOpen, isWriting: () => stage?.isWriting() === true, makeSafe: () => void makeSafe() })
  const leaving = makeLeaving({
    clock,
    window: () => browser,
    wouldStopRun: () => isRunOpen() && stage?.isPractising() === false && stage.front()?.engineHere === true,
    makeSafe,
    close: async () => {
      awake.release()
      await stage?.close()
      log.say('closed')
      await log.close()
    },
  })
  const { browser, keepTheme, complaints } = openWindow({
    buildDir: import.meta.dirname,
    homeDir: windowDir,
    development,
    mayClose: leaving.mayClose,
    onTrouble: log.say,
    onPageGone: reason => {
      if (flags.exitWhenDone) leaving.leave(1)
      else void askForNewPage(browser, reason).then(again => (again ? browser.reload() : browser.close()))
    },
  })

  const assemble = async () => {
    const engine = await loadEngine()
    const { openKeychain, startWriter } = engine
    const needs = { clock, version: app.getVersion(), openKeychain, startWriter, onBug: log.bug }
    const onGone = (why: string): void => {
      log.say(`the engine in another process has ended: ${why}`)
      made.reopen()
    }
    const open = async (): Promise<Shown> => {
      for (;;) {
        const opened = await engine.openWindowSite(needs, dir, onGone)
        if (opened.ok) return opened.value
        log.say(`${opened.fault.where}: ${opened.fault.detail}`)
        if (!(await askAgain(browser, opened.fault))) leaving.leave(1)
      }
    }
    const made = engine.makeStage({
      open,
      tell: bulletin => {
        if (!browser.isDestroyed()) tellPage(browser.webContents, bulletin)
        awake.look()
      },
    })
    stage = made
    const practiceNeeds = async (): Promise<PracticeNeeds<Bench>> => {
      const { makeBench } = await import('#sim/bench.ts')
      const { makeTechnician } = await import('#sim/technician.ts')
      const visibleAfterMs = Math.min(1_500, 90_000 / pace)
      return {
        dir: join(dir, 'practice'),
        makeBench: ({ checkInUrl, ...options }) =>
          makeBench({ ...options, clock, pace, visibleAfterMs, machine: { lanUrls: [checkInUrl] } }),
        hire: (bench, sticks) => makeTechnician({ clock, bench, sticks, pace }).read,
        freePort: engine.freePort,
        openSite: (at, checkInPort) => engine.openPracticeSite(needs, at, pace, checkInPort),
      }
    }
    const startPractice = (wish: PracticeWish): Promise<Result<Practice>> =>
      made.practise(async () => {
        const { openPractice } = await import('./desk/practice.ts')
        return openPractice(await practiceNeeds(), { ...wish, outlets: flags.outlets ?? wish.outlets })
      })
    const handlers = engine.handlersFor({
      stage: made,
      startPractice,
      chooseFolder: () => chooseFolder(browser),
      chooseFile: name => chooseFile(browser, name),
      onTheme: keepTheme,
    })
    return { startPractice, answer: engine.answering({ handlers, checkAnswers: development, onBug: log.bug }) }
  }
  const assembled = assemble()
  const answer = assembled.then(one => one.answer)
  serveCalls(() => (browser.isDestroyed() ? null : browser.webContents), answer)

  const practiseAlone = async (): Promise<void> => {
    const { startPractice } = await assembled
    const alone = await import('./desk/whole-rack.ts')
    const status = await alone.practiseAlone({
      clock,
      window: browser,
      complaints,
      picturePath: join(dir, 'practice', 'last-picture.png'),
      openPractice: () => startPractice(usual.practice),
      toTheEnd: flags.exitWhenDone,
    })
    if (flags.exitWhenDone) leaving.leave(status)
  }
  if (flags.practice) void practiseAlone()
}

const start = (flags: Flags): void => {
  const home = takeHome(flags.dataDir ?? defaultDataDir())
  if (typeof home === 'string') return refuse(1, home)
  claimScheme()
  void app.whenReady().then(() => openDesk(flags, home))
}

const words = app.isPackaged ? verbWords(process.argv) : null
// Electron looks for a display only when this module has come to its end: a verb never lets it.
if (words?.[0] === 'drive-writer') await (await import('./drive-writer.ts')).untilKilled
if (words) process.exit(await (await import('./cli/command-line.ts')).runCommandLine(words))
const flags = readFlags(process.argv)
if (typeof flags === 'string') refuse(2, flags)
else start(flags)
