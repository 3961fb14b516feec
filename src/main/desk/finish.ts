// A practice run watched to its end without anybody: does the map stand in MAAS, and as the cords hang?
import { writeFile } from 'node:fs/promises'
import type { BrowserWindow } from 'electron'
import { fault, ok, type Result } from '#core/fault.ts'
import { endedOf, type Ended, type MapRow } from '#core/select-run.ts'
import { faultWords } from '#core/words.ts'
import type { Clock } from '#core/ports.ts'
import type { Practice } from './practice.ts'
import type { Shown } from './shown.ts'

export interface FinishNeeds {
  readonly clock: Clock
  readonly limitMs: number
  readonly practice: Practice
  readonly window: BrowserWindow
  /** What the page has called an error; a view that failed is no success, whatever the engine did. */
  readonly complaints: readonly string[]
  readonly picturePath: string
  say(line: string): void
}

/** What MAAS still lacks of a machine; null while it does not know it. */
interface MaasPlan {
  readonly uuid: string
  readonly plan: { readonly changes: readonly unknown[] } | null
}

const ending = (shown: Shown, clock: Clock, limitMs: number): Promise<Ended | null> =>
  new Promise(resolve => {
    const look = (): void => {
      const { state } = shown.snapshot()
      const ended = endedOf(state)
      if (!ended && state.run?.phase !== 'stopped') return
      deaf()
      resolve(ended)
    }
    const deaf = shown.listen(look)
    void clock.wait(limitMs).then(() => {
      deaf()
      resolve(null)
    })
    look()
  })

const takePicture = async (window: BrowserWindow, path: string, clock: Clock): Promise<Result<string>> => {
  // Two frames, so that the last news is on the screen; a window that paints nothing must not hold us up.
  const painted = window.webContents.executeJavaScript(
    'new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(null))))',
  )
  await Promise.race([painted, clock.wait(2_000)])
  const image = await window.webContents.capturePage()
  if (image.isEmpty()) return fault('io', 'window', 'The window showed nothing to take a picture of.')
  await writeFile(path, image.toPNG())
  return ok(path)
}

/** What speaks against calling it done: an outlet unbound or bound wrongly, a machine that MAAS does not hold. */
const against = (practice: Practice, { rows, unbound }: Ended, plans: readonly MaasPlan[]): string[] => {
  const wiring = practice.wiring()
  const { pdus } = practice.shown.snapshot().state
  const hangs = (row: MapRow): boolean =>
    wiring.some(
      ({ machine, feed, outlet }) =>
        machine.uuid === row.uuid && outlet === row.outlet.outlet && feed === pdus[row.outlet.pdu]?.feed,
    )
  const inMaas = ({ uuid }: MapRow): boolean =>
    plans.some(plan => plan.uuid === uuid && plan.plan?.changes.length === 0)
  return [
    ...unbound.map(({ place, say }) => `${place} is not bound: ${say}`),
    ...rows.filter(row => !hangs(row)).map(row => `${row.place} is bound to ${row.machine}, which does not hang there`),
    ...rows.filter(row => !inMaas(row)).map(row => `MAAS does not hold ${row.machine} at ${row.place}`),
  ]
}

const mapLine = ({ place, machine, mac, gradeSay, systemId }: MapRow): string =>
  `${place.padEnd(6)}${machine}  ${mac}  ${gradeSay}  MAAS ${systemId ?? 'none'}`

/** The exit status: 0 once the map stands in MAAS, else 1 with words. */
export const finish = async (needs: FinishNeeds): Promise<number> => {
  const { practice, clock, limitMs, say } = needs
  const { shown } = practice
  const ended = await ending(shown, clock, limitMs)
  const picture = await takePicture(needs.window, needs.picturePath, clock)
  say(picture.ok ? `The window at the end: ${picture.value}` : faultWords(picture.fault))
  if (!ended) {
    const { run } = shown.snapshot().state
    const stopped = run?.phase === 'stopped' ? `The run was stopped: ${run.why}` : null
    say(stopped ?? `The run did not end within ${limitMs / 60_000} minutes.`)
    return 1
  }
  ended.rows.map(mapLine).forEach(say)
  const asked = await shown.call('planMaas', { only: null })
  const planned = asked.ok ? (asked.value as Result<MaasPlan[]>) : asked
  const wrong = planned.ok ? against(practice, ended, planned.value) : [faultWords(planned.fault)]
  wrong.push(...needs.complaints.map(text => `The page failed: ${text}`))
  wrong.forEach(say)
  if (wrong.length > 0 || ended.title !== 'Run finished') return 1
  say(`All ${ended.rows.length} outlets are bound as they hang, and MAAS holds the map.`)
  return 0
}
