import { againstWriting, driveId } from '#core/drive.ts'
import { faultWords } from '#core/words.ts'
import { openDialog } from '../state/desk.ts'
import { pairsOf, takeDrive, useDrives } from '../state/drives.ts'
import { useRack } from '../state/rack.ts'
import { DriveRow } from './DriveRow.tsx'
import { VerdictRow, WritingRow } from './WrittenRows.tsx'

/** What is plugged in, what is being written, and what came of it; no drive is chosen until a person does. */
export const Drives = () => {
  const { listing, fault, chosen, verdicts } = useDrives()
  const writes = useRack(({ gauges }) => gauges.writes)
  const drives = listing?.drives ?? []
  const there = drives.map(driveId)
  const gone = [...new Set([...Object.keys(writes), ...Object.keys(verdicts)])].filter(id => !there.includes(id))
  const ready = drives.filter(drive => {
    const id = driveId(drive)
    return againstWriting(drive).length === 0 && !writes[id] && !verdicts[id] && chosen[id] === undefined
  })
  const pairs = pairsOf({ listing, chosen })
  return (
    <section className="drives" data-region="drives" aria-labelledby="drives-title">
      <div className="sum">
        <h2 id="drives-title">Drives</h2>
        {drives.length > 1 && <p>Not sure which is which? Unplug one: its row goes.</p>}
        {ready.length > 1 && (
          <button type="button" className="btn" onClick={() => void ready.every(drive => takeDrive(driveId(drive)))}>
            Choose all {ready.length}
          </button>
        )}
        {pairs.length > 0 && (
          <button type="button" className="btn main" onClick={() => openDialog('erase')}>
            Erase and write {pairs.length}
          </button>
        )}
      </div>
      {fault && <p className="lead">{faultWords(fault)}</p>}
      {drives.length === 0 && listing && (
        <p className="lead">{listing.empty} A drive that is plugged in is not written until you say so.</p>
      )}
      <ul className="drive-list">
        {drives.map(drive => (
          <DriveRow key={driveId(drive)} drive={drive} />
        ))}
        {gone.map(id =>
          writes[id] ? (
            <WritingRow key={id} id={id} write={writes[id]} model={writes[id].where} more="" port="" />
          ) : (
            verdicts[id] && (
              <VerdictRow key={id} id={id} verdict={verdicts[id]} model={verdicts[id].where} more="" port="" gone />
            )
          ),
        )}
      </ul>
    </section>
  )
}
