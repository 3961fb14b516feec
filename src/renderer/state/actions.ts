// What a person asks for, sent to main; the answer is shown where the person looks. Nothing is assumed before main says so.
import { faultWords, refusalWords } from '#core/words.ts'
import type { Fault } from '#core/fault.ts'
import type { OutletRef } from '#core/rack.ts'
import { openRun, type State } from '#core/state.ts'
import type { Answer, Ask, CallName, Receipt, RunAsk } from '#ipc/contract.ts'
import { emptyDraft, setDesk, toggleKeep, useDesk, type Notice } from './desk.ts'
import { mainProcess, type CommandAsk } from './main-process.ts'
import { runAskOf } from './run-draft.ts'
import { useRack } from './rack.ts'

export const noticeOf = (receipt: Receipt): Notice | null => {
  if (receipt.ok) return null
  if ('refusal' in receipt) return { tone: 'refusal', text: refusalWords(receipt.refusal), mend: '' }
  const { mend = '', ...fault } = receipt.fault
  return { tone: 'fault', text: faultWords(fault), mend }
}

const busyWith = async <T>(what: string, work: Promise<T>): Promise<T> => {
  setDesk({ busy: what, notice: null })
  try {
    return await work
  } finally {
    setDesk({ busy: null })
  }
}

/** Sends a command; true when it was taken. */
export const ask = async (command: CommandAsk): Promise<boolean> => {
  const receipt = await busyWith(command.kind, mainProcess.command(command))
  setDesk({ notice: noticeOf(receipt) })
  return receipt.ok
}

/** Anything that Esc can stop. */
export const mayMakeSafe = (state: State): boolean =>
  openRun(state) !== null || state.hand !== null || state.rescue.length > 0

/** From anywhere, at once, without waiting for anything else that is under way. */
export const makeSafe = (): void => {
  void (async () => setDesk({ notice: noticeOf(await mainProcess.command({ kind: 'makeSafe' })) }))()
}

export const openPractice = async (): Promise<void> => {
  const opened = await busyWith(
    'startPractice',
    mainProcess.tryCall('startPractice', { outlets: 24, feeds: 1, technician: true }),
  )
  const answer = opened.ok ? opened.value : opened
  if (answer.ok) setDesk({ entered: true, screen: 'rack', draft: emptyDraft })
  else setDesk({ notice: { tone: 'fault', text: faultWords(answer.fault), mend: '' } })
}

export const leavePractice = async (): Promise<void> => {
  await busyWith('leavePractice', mainProcess.tryCall('leavePractice', null))
  setDesk({ entered: false, screen: 'rack', draft: emptyDraft, steps: null, dialog: null })
}

const runAsk = (): RunAsk | null => runAskOf(useRack.getState().state, useDesk.getState().draft, useRack.getState().now)

/** Every switch in order, none sent. */
export const showDryRun = async (): Promise<void> => {
  const wanted = runAsk()
  if (!wanted) return
  const listed = await busyWith('dryRun', mainProcess.tryCall('dryRun', wanted))
  if (!listed.ok) return setDesk({ notice: { tone: 'fault', text: faultWords(listed.fault), mend: '' } })
  const answer = listed.value
  if (answer.ok) setDesk({ steps: answer.value, dialog: 'dryRun', notice: null })
  else setDesk({ notice: { tone: 'refusal', text: refusalWords(answer.refusal), mend: '' } })
}

export const startRun = async (): Promise<void> => {
  const wanted = runAsk()
  if (!wanted) return
  const started = await busyWith('startRun', mainProcess.tryCall('startRun', wanted))
  const notice = noticeOf(started.ok ? started.value : started)
  if (notice) setDesk({ notice })
  else setDesk({ dialog: null, steps: null, draft: emptyDraft, screen: 'rack', notice: null })
}

export const readPdu = async (pdu: string): Promise<void> => {
  const read = await busyWith('readPdu', mainProcess.tryCall('readPdu', { pdu }))
  setDesk({ notice: noticeOf(read.ok ? read.value : read) })
}

export const answerKeepOn = (pdu: string, outlets: readonly string[]): Promise<boolean> =>
  ask({ kind: 'answerKeepOn', pdu, outlets: [...outlets] })

/** Must stay on, or need not: gathered while nobody has answered for this PDU, else said at once. */
export const turnKeepOn = (ref: OutletRef): void => {
  const keepOn = useRack.getState().state.pdus[ref.pdu]?.keepOn
  if (keepOn === undefined) return
  if (keepOn === null) return toggleKeep(ref)
  const kept = keepOn.includes(ref.outlet)
  void answerKeepOn(ref.pdu, kept ? keepOn.filter(one => one !== ref.outlet) : [...keepOn, ref.outlet])
}

const faultNotice = ({ mend = '', ...fault }: Fault): Notice => ({ tone: 'fault', text: faultWords(fault), mend })

type Answered<N extends CallName> = Extract<Answer<N>, { ok: true }> extends { value: infer V } ? V : never
type ResultCall = 'probePdu' | 'addPdu' | 'findPdus' | 'nameOutlet' | 'listOn' | 'examine'

/** Asks for something that may fail; the fault is shown beside the button, and null comes back. */
export const get = async <N extends ResultCall>(name: N, what: Ask<N>): Promise<Answered<N> | null> => {
  const answered = await busyWith(name, mainProcess.tryCall(name, what))
  const result = answered.ok ? answered.value : answered
  if (result.ok) return result.value as Answered<N>
  setDesk({ notice: faultNotice(result.fault) })
  return null
}

/** Every check of the doctor; what it found stays on the desk until the next time. */
export const examine = async (): Promise<void> => {
  if (useDesk.getState().busy === 'examine') return
  const checks = await get('examine', null)
  if (checks) setDesk({ checks, checkedAt: useRack.getState().now })
}

export const unlock = ({ pdu, outlet }: OutletRef): Promise<boolean> => ask({ kind: 'unlock', pdu, outlet })

/** Writes a key as files to a mounted drive or a folder; what lies there stays. */
export const stampKey = async (kid: string, folder: string): Promise<void> => {
  const answered = await busyWith('stampKey', mainProcess.tryCall('stampKey', { kid, folder, urls: null }))
  const result = answered.ok ? answered.value : answered
  setDesk({
    notice: result.ok
      ? { tone: 'told', text: `Key ${kid} is in ${result.value.target}, read back and compared.`, mend: '' }
      : noticeOf(result),
  })
}
