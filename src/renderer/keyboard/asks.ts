// What the screen asks for at this moment, in the one place that Space and the big buttons share.
import { openRun } from '#core/state.ts'
import { lanesOf } from '#core/select-lane.ts'
import { endedOf } from '#core/select-run.ts'
import { answerKeepOn, ask, openPractice, showDryRun, startRun } from '../state/actions.ts'
import { closeDialog, setDesk, setDraft, useDesk } from '../state/desk.ts'
import { missing, unanswered } from '../state/run-draft.ts'
import { useRack } from '../state/rack.ts'
import { isFirst } from '../state/first.ts'
import { openQuestions } from '../state/questions.ts'

export interface ScreenAsk {
  /** Another key is another question. */
  readonly key: string
  readonly answer: () => void
}

const dialogAsk = (): ScreenAsk | null => {
  const { dialog, draft, steps } = useDesk.getState()
  if (dialog !== 'dryRun' || !steps) return null
  return draft.present
    ? { key: 'dryRun/start', answer: () => void startRun() }
    : { key: 'dryRun/present', answer: () => setDraft({ present: true }) }
}

const questionAsk = (): ScreenAsk | null => {
  const { question, later } = useDesk.getState()
  const open = openQuestions(useRack.getState().state, later)
  const one = open.find(other => other.key === question) ?? open[0]
  if (!one) return null
  if (one.acts.includes('present')) return { key: one.key, answer: () => void ask({ kind: 'confirmPresence' }) }
  if (one.acts.includes('look')) return { key: one.key, answer: () => setDesk({ later: [...later, one.key] }) }
  return null
}

const rackAsk = (): ScreenAsk | null => {
  const { state, now } = useRack.getState()
  const { keep, draft, filed, lane } = useDesk.getState()
  const run = openRun(state)
  if (run?.paused) return { key: 'unpause', answer: () => void ask({ kind: 'unpauseRun' }) }
  if (run) {
    const ready = lanesOf(state, now).filter(one => one.mayGoOn)
    const one = ready.find(other => other.name === lane) ?? ready[0]
    return one ? { key: `goOn/${one.askKey}`, answer: () => void ask({ kind: 'goOn', lane: one.name }) } : null
  }
  // What a stop or a crash leaves has three answers; none of them is given by one key.
  if (state.run?.phase === 'stopped') return null
  if (endedOf(state) && filed !== state.run?.id) {
    const id = state.run?.id ?? null
    return { key: `file/${id}`, answer: () => setDesk({ filed: id }) }
  }
  const [pdu] = unanswered(state)
  if (pdu) return { key: `keep/${pdu.id}`, answer: () => void answerKeepOn(pdu.id, keep[pdu.id] ?? []) }
  if (Object.keys(state.pdus).length === 0) return { key: 'setUp', answer: () => setDesk({ screen: 'setup' }) }
  return missing(state, draft, now).length === 0 ? { key: 'dryRun', answer: () => void showDryRun() } : null
}

/** The one thing that Space would do now, or null. */
export const currentAsk = (): ScreenAsk | null => {
  if (useRack.getState().link !== 'open') return null
  const { dialog, screen } = useDesk.getState()
  if (dialog === 'help' || dialog === 'look') return { key: dialog, answer: closeDialog }
  if (dialog) return dialogAsk()
  if (isFirst()) return { key: 'first', answer: () => void openPractice() }
  if (screen === 'questions') return questionAsk()
  return screen === 'rack' ? rackAsk() : null
}
