import type { ReactNode } from 'react'
import { refusalWords } from '#core/words.ts'
import { progressWords, type DriveWrite } from '#core/write-gauge.ts'
import { DriveSign, type DriveSignState } from '../drawing/DriveSign.tsx'
import { cancelWrite, putAway, type Verdict } from '../state/drives.ts'

interface About {
  readonly port: string
  readonly model: string
  readonly more: string
}

/** One drive in one line: where, what, how it stands, which key, and what may be done. */
export const DriveLine = ({
  about,
  sign,
  done = 0,
  tone,
  says,
  kid,
  acts,
}: {
  about: About
  sign: DriveSignState
  done?: number
  tone: string
  says: ReactNode
  kid: ReactNode
  acts: ReactNode
}) => (
  <li className={`drive-row ${tone}`}>
    <span className="port">{about.port === '' ? 'Unplugged' : `Port ${about.port}`}</span>
    <DriveSign state={sign} done={done} rem={2.25} />
    <span>
      <b>{about.model}</b>
      <span className="sub">{about.more}</span>
    </span>
    <span className="how">{says}</span>
    <span className="kid">{kid}</span>
    <span className="acts">{acts}</span>
  </li>
)

const phases = { starting: 'Starting', writing: 'Writing', verifying: 'Reading back', sealing: 'Finishing' } as const

export const WritingRow = ({ id, write, ...about }: About & { id: string; write: DriveWrite }) => {
  const done = write.totalBytes > 0 ? write.doneBytes / write.totalBytes : 0
  return (
    <DriveLine
      about={about}
      sign={write.phase === 'verifying' ? 'verifying' : 'writing'}
      done={done}
      tone="writing"
      says={
        <>
          <b>{write.stalled ? 'Stalled' : phases[write.phase]}</b>
          <progress value={done} aria-label={`${write.kid} on ${about.model}`} />
          <span className="sub">{write.phase === 'starting' ? 'Its image is being built' : progressWords(write)}</span>
        </>
      }
      kid={write.kid}
      acts={
        <button type="button" className="btn" onClick={() => cancelWrite(id)}>
          Cancel
        </button>
      }
    />
  )
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`

export const VerdictRow = ({
  id,
  verdict: { outcome },
  gone = false,
  ...about
}: About & { id: string; verdict: Verdict; gone?: boolean }) => {
  const { kid } = outcome
  const acts = (
    <button type="button" className="btn" onClick={() => putAway(id)}>
      Put away
    </button>
  )
  if (outcome.ok) {
    const { bytes, writeMs, verifyMs } = outcome.value
    const { uefi, bios } = outcome.bootable
    return (
      <DriveLine
        about={about}
        sign="verified"
        tone="verified"
        says={
          <>
            <b>Written and read back</b>
            <span className="sub">
              {(bytes / 1e6).toFixed(1)} MB in {seconds(writeMs + verifyMs)}, every byte equal.{' '}
              {uefi || bios
                ? 'Machines start from it.'
                : 'No machine starts from it; it proves through the enlisting script.'}{' '}
              Write {kid} on it.
            </span>
          </>
        }
        kid={kid}
        acts={acts}
      />
    )
  }
  const refused = 'refusal' in outcome
  return (
    <DriveLine
      about={about}
      sign={refused ? 'refused' : gone ? 'gone' : 'faulty'}
      tone={refused ? 'refused' : 'faulty'}
      says={
        <>
          <b>
            {refused ? 'Not written' : outcome.fault.kind === 'cancelled' ? 'Cancelled' : 'Failed'}: it is not {kid}
          </b>
          <span className="sub">
            {refused ? refusalWords(outcome.refusal) : `${outcome.fault.detail} ${outcome.fault.mend ?? ''}`}
          </span>
        </>
      }
      kid={<s>{kid}</s>}
      acts={acts}
    />
  )
}
