import { useState } from 'react'
import { laneOfKey } from '#core/key.ts'
import { count } from '#core/words-names.ts'
import { age } from '#core/place.ts'
import { usualKeyLifeMs } from '#core/policy.ts'
import { faultWords } from '#core/words.ts'
import type { Fault } from '#core/fault.ts'
import { NoticeLine } from '../run/NoticeLine.tsx'
import { Sheet } from '../shell/Sheet.tsx'
import { ask } from '../state/actions.ts'
import { setDesk, useDesk } from '../state/desk.ts'
import { mainProcess } from '../state/main-process.ts'
import { useRack } from '../state/rack.ts'
import { laneKeys } from '../state/run-draft.ts'
import { forOf, KeyForField, type ForDraft } from './KeyForField.tsx'

const nextLane = (taken: readonly (string | null)[]): string => {
  for (let n = 1; ; n++) if (!taken.includes(String(n))) return String(n)
}
const mostKeys = 500

const beginning = (): ForDraft => {
  const { state, now } = useRack.getState()
  return { kind: 'lane', text: nextLane(laneKeys(state, now).map(laneOfKey)) }
}

const failed = ({ mend = '', ...fault }: Fault): void =>
  setDesk({ notice: { tone: 'fault', text: faultWords(fault), mend } })

/** False where one of them could not be issued; the notice says why. */
const issueAll = async (kids: readonly string[]): Promise<boolean> => {
  for (const kid of kids) if (!(await ask({ kind: 'issueKey', kid }))) return false
  return true
}

const Made = ({ kids, stamped, again }: { kids: readonly string[]; stamped: boolean; again: () => void }) => (
  <>
    <p className="lead">
      {stamped
        ? `Written and read back. Write ${kids[0]} on the drive, then take it out.`
        : 'Made, and not written to a drive yet. Plug in a drive to write or stamp it.'}
    </p>
    <ul className="made-kids">
      {kids.map(kid => (
        <li key={kid} className="tag big">
          {kid}
        </li>
      ))}
    </ul>
    <div className="foot">
      <button type="button" className="btn main big" onClick={() => setDesk({ dialog: null })}>
        Done
      </button>
      <button type="button" className="btn big" onClick={again}>
        Make more
      </button>
    </div>
  </>
)

/** New keys: many for the stock, or one that is issued at once and written to a folder, the root of a USB drive. */
export const MakeKey = () => {
  const state = useRack(rack => rack.state)
  const [draft, setDraft] = useState(beginning)
  const [number, setNumber] = useState('1')
  const [issue, setIssue] = useState<boolean | null>(null)
  const [folder, setFolder] = useState<string | null>(null)
  const [made, setMade] = useState<{ kids: readonly string[]; stamped: boolean } | null>(null)
  const busy = useDesk(desk => desk.busy !== null)
  const many = /^\d{1,3}$/.test(number) ? Number(number) : 0
  const what = forOf(state, draft)
  const life = age(usualKeyLifeMs(state.policy.limits))
  /** One key is usually wanted now, many are wanted later. */
  const issued = issue ?? many === 1
  const choose = async (): Promise<void> => {
    const chosen = await mainProcess.tryCall('chooseFolder', null)
    if (chosen.ok && chosen.value !== null) setFolder(chosen.value)
  }
  const make = async (): Promise<void> => {
    if (!what) return
    setDesk({ busy: 'makeKey', notice: null })
    if (many === 1 && folder !== null) {
      const answered = await mainProcess.tryCall('makeKey', { for: what, folder })
      const result = answered.ok ? answered.value : answered
      if (result.ok) setMade({ kids: [result.value.kid], stamped: result.value.stamped })
      else failed(result.fault)
    } else {
      const answered = await mainProcess.tryCall('makeKeys', { count: many, for: what })
      const result = answered.ok ? answered.value : answered
      if (!result.ok) failed(result.fault)
      else if (await issueAll(issued ? result.value : [])) setMade({ kids: result.value, stamped: false })
    }
    setDesk({ busy: null })
  }
  const again = (): void => {
    setMade(null)
    setFolder(null)
    setDraft(beginning())
  }
  return (
    <Sheet title={made ? count(made.kids.length, 'new key') : 'Make keys'}>
      {made ? (
        <Made {...made} again={again} />
      ) : (
        <form
          className="fields tall"
          onSubmit={event => {
            event.preventDefault()
            void make()
          }}
        >
          <label className="field narrow">
            <span>How many</span>
            <input
              type="text"
              inputMode="numeric"
              value={number}
              maxLength={3}
              aria-invalid={many < 1 || many > mostKeys}
              onChange={event => setNumber(event.target.value)}
            />
          </label>
          <KeyForField draft={draft} change={setDraft} />
          {many === 1 && (
            <div className="field">
              <span>To</span>
              <p className="folder">
                <button type="button" className="btn" onClick={() => void choose()}>
                  Choose a folder
                </button>
                <span className={folder === null ? 'dim' : 'mono'}>
                  {folder ?? 'no drive chosen: the key is only made'}
                </span>
              </p>
            </div>
          )}
          {folder === null && (
            <label className="check" aria-label={`Issue now, for ${life}`}>
              <input type="checkbox" checked={issued} onChange={event => setIssue(event.target.checked)} />
              <span>
                <b>Issue now, for {life}</b> <span className="dim">else it proves nothing until it is issued</span>
              </span>
            </label>
          )}
          <NoticeLine />
          <div className="foot">
            <button
              type="submit"
              className="btn main big"
              disabled={busy || what === null || many < 1 || many > mostKeys}
            >
              {many === 1 && folder !== null ? 'Make, issue and write the key' : `Make ${count(many, 'key')}`}
            </button>
          </div>
        </form>
      )}
    </Sheet>
  )
}
