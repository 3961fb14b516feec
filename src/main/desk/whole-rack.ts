// A practice run as a newcomer would start it, every outlet and every lane; alone to its end where nobody watches.
import type { BrowserWindow } from 'electron'
import { faultWords, refusalWords } from '#core/words.ts'
import type { Result } from '#core/fault.ts'
import type { Clock } from '#core/ports.ts'
import type { Receipt, RunAsk } from '#ipc/contract.ts'
import { finish } from './finish.ts'
import type { Practice } from './practice.ts'
import type { Shown } from './shown.ts'

const wholeRack = (shown: Shown): RunAsk => {
  const { pdus, keys } = shown.snapshot().state
  return {
    mode: 'guided',
    scope: Object.values(pdus).flatMap(pdu => Object.keys(pdu.outlets).map(outlet => ({ pdu: pdu.id, outlet }))),
    lanes: Object.values(keys).flatMap(key => ('lane' in key.for ? [{ name: key.for.lane, kid: key.kid }] : [])),
    confirm: 'cut',
    unlock: [],
    sync: true,
    offline: false,
    present: true,
  }
}

const declined = (receipt: Receipt): string | null => {
  if (receipt.ok) return null
  return 'refusal' in receipt ? refusalWords(receipt.refusal) : faultWords(receipt.fault)
}

/** Null when the run has begun, else why not. */
const startWholeRack = async (shown: Shown): Promise<string | null> => {
  const started = await shown.call('startRun', wholeRack(shown))
  return started.ok ? declined(started.value as Receipt) : faultWords(started.fault)
}

export interface AloneNeeds {
  readonly clock: Clock
  readonly window: BrowserWindow
  readonly complaints: readonly string[]
  readonly picturePath: string
  openPractice(): Promise<Result<Practice>>
  /** Stay until the run has ended, and say what came of it. */
  readonly toTheEnd: boolean
}

const doneWithinMs = 600_000
const say = (line: string): void => void process.stdout.write(`${line}\n`)
const complain = (line: string): void => void process.stderr.write(`racklight: ${line}\n`)

/** The exit status. */
export const practiseAlone = async ({ openPractice, toTheEnd, ...needs }: AloneNeeds): Promise<number> => {
  const opened = await openPractice()
  const against = opened.ok ? await startWholeRack(opened.value.shown) : faultWords(opened.fault)
  if (against !== null) complain(against)
  if (!opened.ok || against !== null) return 1
  return toTheEnd ? finish({ ...needs, practice: opened.value, limitMs: doneWithinMs, say }) : 0
}
