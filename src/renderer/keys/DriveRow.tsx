import { againstWriting, driveId, isDesktopMount, sizeWords, type Drive } from '#core/drive.ts'
import { stampKey } from '../state/actions.ts'
import { useDesk } from '../state/desk.ts'
import { choose, freeKeys, leaveOut, takeDrive, takenKids, useDrives } from '../state/drives.ts'
import { useRack } from '../state/rack.ts'
import { DriveLine, VerdictRow, WritingRow } from './WrittenRows.tsx'

const Refused = ({ drive, about }: { drive: Drive; about: { port: string; model: string; more: string } }) => {
  const reasons = againstWriting(drive).map(({ say }) => say)
  return (
    <DriveLine
      about={about}
      sign="refused"
      tone="refused"
      says={
        <>
          <b>Not this one</b>
          <span className="sub">{reasons.join(' ')}</span>
        </>
      }
      kid={null}
      acts={null}
    />
  )
}

/** One drive that is plugged in: refused with the reason, free, chosen for a key, being written, or written. */
export const DriveRow = ({ drive }: { drive: Drive }) => {
  const id = driveId(drive)
  const write = useRack(({ gauges }) => gauges.writes[id])
  const { chosen, verdicts } = useDrives()
  const keys = useRack(({ state }) => state.keys)
  const now = useRack(rack => rack.now)
  const busy = useDesk(desk => desk.busy !== null)
  const { port, model, serial, sizeBytes } = drive
  const about = {
    port,
    model: model || 'USB drive',
    more: `${sizeWords(sizeBytes)}, ${serial === '' ? 'no serial' : `serial ${serial}`}`,
  }
  const verdict = verdicts[id]
  if (write) return <WritingRow id={id} write={write} {...about} />
  if (verdict) return <VerdictRow id={id} verdict={verdict} {...about} />
  if (againstWriting(drive).length > 0) return <Refused drive={drive} about={about} />
  const kid = chosen[id]
  const free = freeKeys(Object.values(keys), takenKids(), now)
  const mount = drive.uses.flatMap(use => use.mounts).find(isDesktopMount)
  const next = kid ?? free[0]?.kid
  const says =
    next === undefined
      ? 'No key is free. Make keys first.'
      : kid === undefined && mount !== undefined
        ? 'Writing erases it. A stamp leaves what is on it.'
        : 'Writing erases all of it.'
  return (
    <DriveLine
      about={about}
      sign="ready"
      tone={kid === undefined ? '' : 'meant'}
      says={
        <>
          <label className="check">
            <input
              type="checkbox"
              checked={kid !== undefined}
              disabled={next === undefined}
              onChange={event => void (event.target.checked ? takeDrive(id) : leaveOut(id))}
            />
            <b>{kid === undefined ? 'Ready' : 'To be written'}</b>
          </label>
          <span className="sub">{says}</span>
        </>
      }
      kid={
        kid !== undefined && (
          <select aria-label={`Key for ${about.model}`} value={kid} onChange={event => choose(id, event.target.value)}>
            {[kid, ...free.map(key => key.kid)].map(one => (
              <option key={one}>{one}</option>
            ))}
          </select>
        )
      }
      acts={
        kid === undefined &&
        mount !== undefined &&
        next !== undefined && (
          <button type="button" className="btn" disabled={busy} onClick={() => void stampKey(next, mount)}>
            Stamp {next}
          </button>
        )
      }
    />
  )
}
