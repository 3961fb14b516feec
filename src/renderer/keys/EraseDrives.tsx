import { driveId, notesOn, sizeWords } from '#core/drive.ts'
import { count } from '#core/words-names.ts'
import { Sheet } from '../shell/Sheet.tsx'
import { closeDialog } from '../state/desk.ts'
import { pairsOf, useDrives, writePairs } from '../state/drives.ts'

/** The last look before drives are erased: each by model, size, serial and port, with the key it gets. */
export const EraseDrives = () => {
  const { listing, chosen } = useDrives()
  const pairs = pairsOf({ listing, chosen })
  return (
    <Sheet title={`Erase ${count(pairs.length, 'drive')}`} wide>
      <p className="lead">
        Everything on {pairs.length === 1 ? 'this drive' : 'these drives'} is lost. This cannot be undone.
      </p>
      <table className="erase">
        <thead>
          <tr>
            <th scope="col">Key</th>
            <th scope="col">Drive</th>
            <th scope="col">Size</th>
            <th scope="col">Serial</th>
            <th scope="col">USB port</th>
          </tr>
        </thead>
        <tbody>
          {pairs.map(({ drive, kid }) => (
            <tr key={driveId(drive)}>
              <th scope="row">{kid}</th>
              <td>
                {drive.model || 'USB drive'}
                {notesOn(drive, listing?.drives ?? []).map(note => (
                  <span key={note} className="sub">
                    {note}
                  </span>
                ))}
              </td>
              <td>{sizeWords(drive.sizeBytes)}</td>
              <td className="mono">{drive.serial || 'none'}</td>
              <td className="mono">{drive.port}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {pairs.length === 0 && <p className="lead">The chosen drives are not there any more.</p>}
      <div className="foot">
        <button type="button" className="btn big" onClick={closeDialog}>
          Leave them as they are
        </button>
        <button type="button" className="btn main big" disabled={pairs.length === 0} onClick={() => writePairs(pairs)}>
          Erase and write {count(pairs.length, 'drive')}
        </button>
      </div>
    </Sheet>
  )
}
