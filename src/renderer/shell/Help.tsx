import { keyTable } from '../keyboard/key-map.ts'
import { useDesk } from '../state/desk.ts'
import { useIsFirst } from '../state/first.ts'
import { Sheet } from './Sheet.tsx'

/** The keys of the present screen, first; then those that work everywhere. */
export const Help = () => {
  const screen = useDesk(desk => desk.screen)
  const first = useIsFirst()
  const here = first ? 'first' : screen
  const own = keyTable.filter(row => row.on.includes(here))
  const everywhere = keyTable.filter(row => row.on.includes('all'))
  return (
    <Sheet title="Keys of this screen" wide>
      <div className="help">
        {[own, everywhere].map(
          (rows, i) =>
            rows.length > 0 && (
              <table key={i}>
                <caption>{i === 0 ? 'Here' : 'Everywhere'}</caption>
                <tbody>
                  {rows.map(row => (
                    <tr key={row.keys + row.does}>
                      <th scope="row">
                        <kbd>{row.keys}</kbd>
                      </th>
                      <td>{row.does}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            ),
        )}
      </div>
      <p className="dim">
        No key switches an outlet by itself. A scanner may be used anywhere: it shows what was scanned and presses
        nothing.
      </p>
    </Sheet>
  )
}
