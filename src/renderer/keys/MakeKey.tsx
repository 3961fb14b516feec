import { useState } from 'react'
import { laneOfKey } from '#core/key.ts'
import { faultWords } from '#core/words.ts'
import { NoticeLine } from '../run/NoticeLine.tsx'
import { Sheet } from '../shell/Sheet.tsx'
import { setDesk, useDesk } from '../state/desk.ts'
import { mainProcess } from '../state/main-process.ts'
import { useRack } from '../state/rack.ts'
import { laneKeys } from '../state/run-draft.ts'

const nextLane = (taken: readonly (string | null)[]): string => {
  for (let n = 1; ; n++) if (!taken.includes(String(n))) return String(n)
}

/** A key for one lane, written as files to a folder that a person has chosen: the root of a USB drive. */
export const MakeKey = () => {
  const { state, now } = useRack.getState()
  const [lane, setLane] = useState(() => nextLane(laneKeys(state, now).map(laneOfKey)))
  const [folder, setFolder] = useState<string | null>(null)
  const [made, setMade] = useState<{ kid: string; stamped: boolean } | null>(null)
  const busy = useDesk(desk => desk.busy !== null)
  const choose = async (): Promise<void> => {
    const chosen = await mainProcess.tryCall('chooseFolder', null)
    if (chosen.ok && chosen.value !== null) setFolder(chosen.value)
  }
  const make = async (): Promise<void> => {
    setDesk({ busy: 'makeKey', notice: null })
    const answered = await mainProcess.tryCall('makeKey', { for: { lane: lane.trim() }, folder })
    setDesk({ busy: null })
    const result = answered.ok ? answered.value : answered
    if (!result.ok) {
      const { mend = '', ...fault } = result.fault
      return setDesk({ notice: { tone: 'fault', text: faultWords(fault), mend } })
    }
    setMade(result.value)
  }
  return (
    <Sheet title={made ? `Key ${made.kid}` : 'Make a key'}>
      {made ? (
        <>
          <p className="lead">
            {made.stamped
              ? `Written and read back. Write ${made.kid} on the drive, then take it out.`
              : `Made, and not written to a drive yet.`}
          </p>
          <div className="foot">
            <button type="button" className="btn main big" onClick={() => setDesk({ dialog: null })}>
              Done
            </button>
            <button
              type="button"
              className="btn big"
              onClick={() => {
                setMade(null)
                setFolder(null)
                setLane(nextLane(laneKeys(useRack.getState().state, now).map(laneOfKey)))
              }}
            >
              Make another
            </button>
          </div>
        </>
      ) : (
        <form
          className="fields tall"
          onSubmit={event => {
            event.preventDefault()
            void make()
          }}
        >
          <label className="field">
            <span>For lane</span>
            <input type="text" value={lane} maxLength={64} onChange={event => setLane(event.target.value)} />
          </label>
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
          <NoticeLine />
          <div className="foot">
            <button type="submit" className="btn main big" disabled={busy || lane.trim() === ''}>
              {folder === null ? 'Make the key' : 'Make and write the key'}
            </button>
          </div>
        </form>
      )}
    </Sheet>
  )
}
